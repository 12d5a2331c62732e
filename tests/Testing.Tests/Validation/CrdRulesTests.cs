using System.Text.Json.Nodes;
using KubeController.Testing.Resources;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Tests.Validation;

internal sealed class CrdRulesTests
{
    private const string Root = "spec.validation.openAPIV3Schema";

    [TestCase("""{"a":{"type":"string"}}""")]
    [TestCase("""{"b":{}}""", Root + ".properties[spec].properties[b].type: Required value: must not be empty for specified object fields")]
    [TestCase("""{"b":{"type":"integer","default":"x"}}""", Root + ".properties[spec].properties[b].default: Invalid value: \"string\":  in body must be of type integer: \"string\"")]
    [TestCase(
        """{"l":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],"items":{"type":"object","properties":{"k":{"type":"string"}}}}}""",
        Root + ".properties[spec].properties[l].items.properties[k].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property")]
    [TestCase("""{"a":{"type":"string","pattern":"("}}""", Root + ".properties[spec].properties[a].pattern: Invalid value: \"(\": must be a valid regular expression")]
    [TestCase("""{"a":{"type":"object","oneOf":[{"type":"string"}]}}""", Root + ".properties[spec].properties[a].oneOf[0].type: Forbidden: must be empty to be structural")]
    [TestCase(
        """{"n":{"type":"integer","x-kubernetes-validations":[{"rule":"self.nope > 1"}]}}""",
        Root + ".properties[spec].properties[n].x-kubernetes-validations[0].rule: Invalid value: {\"Rule\":\"self.nope \\u003e 1\",\"Message\":\"\",\"MessageExpression\":\"\",\"Reason\":null,\"FieldPath\":\"\",\"OptionalOldSelf\":null}:"
        + " compilation failed: ERROR: <input>:1:5: undefined field 'nope'\n | self.nope > 1\n | ....^")]
    public void Check_Schema_MustBeStructural(string properties, params string[] faults) =>
        Assert.That(Faults(Crd($$"""{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties": {{properties}} } } } }""")), Is.EqualTo(faults));

    [Test]
    public void Check_NoSchema_IsRequired() =>
        Assert.That(Faults(Crd("null")), Is.EqualTo(new[] { "spec.versions[0].schema.openAPIV3Schema: Required value" }));

    [Test]
    public void Check_NameThatIsNotPluralDotGroup_IsRefused()
    {
        var crd = Crd("""{"openAPIV3Schema":{"type":"object"}}""");
        crd["metadata"]!["name"] = "x.example.com";
        Assert.That(Faults(crd), Is.EqualTo(new[] { "metadata.name: Invalid value: \"x.example.com\": must be spec.names.plural+\".\"+spec.group" }));
    }

    [Test]
    public void Check_NoStorageVersion_IsRefused()
    {
        var crd = Crd("""{"openAPIV3Schema":{"type":"object"}}""");
        crd["spec"]!["versions"]![0]!["storage"] = false;
        Assert.That(Faults(crd), Has.Count.EqualTo(2).And.Some.EndsWith("must have exactly one version marked as storage version"));
    }

    [Test]
    public void Check_MetadataSchemaBeyondTheName_IsForbidden() =>
        Assert.That(
            Faults(Crd("""{"openAPIV3Schema":{"type":"object","properties":{"metadata":{"type":"object","properties":{"labels":{"type":"object"}}}}}}""")),
            Is.EqualTo(new[] { Root + ".properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified" }));

    [Test]
    public void Check_SelectableFieldThatIsNotThere_IsRefused()
    {
        var crd = Crd("""{"openAPIV3Schema":{"type":"object"}}""");
        crd["spec"]!["versions"]![0]!["selectableFields"] = JsonNode.Parse("""[{"jsonPath":".spec.zz"}]""");
        Assert.That(Faults(crd), Is.EqualTo(new[] { "spec.selectableFields[0].jsonPath: Invalid value: \".spec.zz\": is an invalid path: does not refer to a valid field" }));
    }

    [Test]
    public void Check_ConversionByWebhook_IsRefusedLoudly()
    {
        var crd = Crd("""{"openAPIV3Schema":{"type":"object"}}""");
        crd["spec"]!["conversion"] = JsonNode.Parse("""{"strategy":"Webhook"}""");
        Assert.That(Faults(crd), Is.EqualTo(new[] { "spec.conversion.strategy: Unsupported value: \"Webhook\": supported values: \"None\"" }));
    }

    private static JsonObject Crd(string schema) => JsonNode.Parse($$$"""
        {"metadata":{"name":"bads.example.com"},"spec":{"group":"example.com","scope":"Namespaced","names":{"plural":"bads","singular":"bad","kind":"Bad","listKind":"BadList"},
        "versions":[{"name":"v1","served":true,"storage":true,"schema":{{{schema}}}}]}}
        """)!.AsObject();

    private static List<string> Faults(JsonObject crd) =>
        [.. KindRules.ValidateCreate(crd, BuiltInKinds.All.First(kind => kind.Kind == "CustomResourceDefinition")).Select(fault => fault.ToString())];
}
