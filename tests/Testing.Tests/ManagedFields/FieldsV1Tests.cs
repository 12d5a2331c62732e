using System.Text.Json.Nodes;
using CsCheck;
using KubeController.Testing.ManagedFields;

namespace KubeController.Testing.Tests.ManagedFields;

internal sealed class FieldsV1Tests
{
    [TestCase("""{"f:spec":{"f:text":{}}}""")]
    [TestCase("""{"f:spec":{".":{},"f:options":{"f:a":{}}}}""")]
    [TestCase("""{"f:spec":{"f:items":{"k:{\"name\":\"a\"}":{".":{},"f:name":{}}},"f:tags":{"v:\"x\"":{},"v:1":{}}}}""")]
    [TestCase("{}")]
    public void Write_WhatWasRead_IsTheSame(string fields) =>
        Assert.That(FieldsV1.Write(FieldsV1.Read((JsonObject)JsonNode.Parse(fields)!)).ToJsonString(), Is.EqualTo(JsonNode.Parse(fields)!.ToJsonString()));

    [Test]
    public void Read_WhatWasWritten_IsTheSameSet() => ManagedModel.Objects.Sample(obj =>
    {
        var set = ManagedModel.Typed(obj).ToFieldSet();
        var again = FieldsV1.Read(FieldsV1.Write(set));
        return set.Except(again).IsEmpty && again.Except(set).IsEmpty;
    });

    [TestCase("""{"spec":{}}""", "'spec' is no path element")]
    [TestCase("""{"f:spec":1}""", "has 1 below 'f:spec'")]
    [TestCase("""{"k:[1]":{}}""", "'k:[1]' is no path element")]
    [TestCase("""{"v:{":{}}""", "'v:{' is no path element")]
    public void Read_Nonsense_SaysWhere(string fields, string words) =>
        Assert.That(() => FieldsV1.Read((JsonObject)JsonNode.Parse(fields)!), Throws.TypeOf<FormatException>().With.Message.Contain(words));
}
