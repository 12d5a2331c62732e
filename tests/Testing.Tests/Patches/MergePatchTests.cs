using System.Text;
using System.Text.Json.Nodes;
using KubeController.Testing.Patches;

namespace KubeController.Testing.Tests.Patches;

internal sealed class MergePatchTests
{
    [TestCase("""{"a":{"b":1,"c":2}}""", """{"a":{"b":null}}""", """{"a":{"c":2}}""")]
    [TestCase("""{"a":[1,2]}""", """{"a":[3]}""", """{"a":[3]}""")]
    [TestCase("""{"a":1}""", """{"b":null}""", """{"a":1}""")]
    [TestCase("""{}""", """{"free":{"a":null,"b":1}}""", """{"free":{"b":1}}""")]
    [TestCase("""{"a":"text"}""", """{"a":{"b":1}}""", """{"a":{"b":1}}""")]
    [TestCase("""{"l":[{"x":1}]}""", """{"l":[{"x":null,"y":[null]}]}""", """{"l":[{"y":[null]}]}""")]
    public void Apply_TargetAndPatch_GivesTheMergedObject(string target, string patch, string expected) =>
        Assert.That(MergePatch.Apply(JsonNode.Parse(target), JsonNode.Parse(patch))!.ToJsonString(), Is.EqualTo(expected));

    [Test]
    public void Apply_Always_LeavesTheTargetAlone()
    {
        var target = JsonNode.Parse("""{"a":{"b":1}}""");
        MergePatch.Apply(target, JsonNode.Parse("""{"a":{"b":2}}"""));
        Assert.That(target!.ToJsonString(), Is.EqualTo("""{"a":{"b":1}}"""));
    }

    [TestCase("[]", false, "error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}")]
    [TestCase("{\"spec\":", false, "error decoding patch: unexpected end of JSON input")]
    [TestCase("", false, "error decoding patch: unexpected end of JSON input")]
    [TestCase("{", true, "unexpected end of JSON input")]
    [TestCase("[]", true, "json: cannot unmarshal array into Go value of type map[string]interface {}")]
    [TestCase("{x}", true, "invalid character 'x' looking for beginning of object key string")]
    [TestCase("{} 1", true, "invalid character '1' after top-level value")]
    public void Read_BadDocument_SaysWhatTheServerSays(string body, bool strategic, string message)
    {
        var error = Assert.Throws<PatchException>(() => PatchDocument.Read(Encoding.UTF8.GetBytes(body), strategic));
        Assert.That((error!.Code, error.Reason, error.Message), Is.EqualTo((400, "BadRequest", message)));
    }
}
