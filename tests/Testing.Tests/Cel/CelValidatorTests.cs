using System.Text.Json.Nodes;
using KubeController.Testing.Schemas;

namespace KubeController.Testing.Tests.Cel;

internal sealed class CelValidatorTests
{
    private static readonly StructuralSchema Schema = StructuralSchema.Parse(JsonNode.Parse("""
        {"type":"object","properties":{"spec":{"type":"object","required":["name"],"properties":{
        "name":{"type":"string"},"min":{"type":"integer","x-kubernetes-validations":[{"rule":"self >= 2","message":"min at least 2"}]},
        "items":{"type":"array","items":{"type":"object","properties":{"n":{"type":"integer"}},"x-kubernetes-validations":[{"rule":"self.n > 0","message":"n must be positive"}]}}}}},
        "x-kubernetes-validations":[{"rule":"self.metadata.name != \"forbidden\"","message":"this name is not allowed"}]}
        """)!.AsObject());

    [Test]
    public void Validate_RuleAtTheRoot_NamesNoField() =>
        Assert.That(Errors(Resource("forbidden", """{"name":"a"}""")), Is.EqualTo(new[] { "<nil>: Invalid value: this name is not allowed" }));

    [Test]
    public void Validate_RuleOnItems_NamesTheIndex() =>
        Assert.That(Errors(Resource("x", """{"name":"a","items":[{"n":1},{"n":0}]}""")), Is.EqualTo(new[] { "spec.items[1]: Invalid value: n must be positive" }));

    [Test]
    public void Validate_MissingRequiredField_SaysThatRulesWereNotChecked() =>
        Assert.That(Errors(Resource("x", """{"min":1}""")), Is.EqualTo(new[]
        {
            "spec.name: Required value",
            "<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation",
        }));

    [Test]
    public void Validate_UpdateThatLeavesABadValueAlone_WarnsOnly()
    {
        var warnings = new List<string>();
        var errors = SchemaValidator.Validate(Resource("x", """{"name":"b","min":1}"""), Schema, Resource("x", """{"name":"a","min":1}"""), warnings);
        Assert.That(errors, Is.Empty);
        Assert.That(warnings, Is.EqualTo(new[] { "spec.min: Invalid value: 1: min at least 2" }));
    }

    [Test]
    public void Validate_UpdateOfAListWithoutKeys_ChecksAllItsItems() =>
        Assert.That(
            Errors(Resource("x", """{"name":"a","items":[{"n":0},{"n":1}]}"""), Resource("x", """{"name":"a","items":[{"n":0}]}""")),
            Is.EqualTo(new[] { "spec.items[0]: Invalid value: n must be positive" }));

    private static JsonObject Resource(string name, string spec) => JsonNode.Parse($$$"""{"metadata":{"name":"{{{name}}}"},"spec":{{{spec}}}}""")!.AsObject();

    private static List<string> Errors(JsonObject resource, JsonObject? old = null) => [.. SchemaValidator.Validate(resource, Schema, old).Select(error => error.ToString())];
}
