using System.Text.Json.Nodes;
using KubeController.Testing.Schemas;

namespace KubeController.Testing.Tests.Schemas;

internal sealed class SchemaValidatorTests
{
    [TestCase("""{}""", "FieldValueRequired|spec.name|Required value")]
    [TestCase("\"x\"", "FieldValueTypeInvalid|spec|Invalid value: \"string\": spec in body must be of type object: \"string\"")]
    [TestCase(
        """{"name":"A","mode":"odd","count":0,"tags":["a","b","c","d"],"list":[]}""",
        "FieldValueNotSupported|spec.mode|Unsupported value: \"odd\": supported values: \"fast\", \"slow\"",
        "FieldValueTooMany|spec.tags|Too many: 4: must have at most 3 items",
        "FieldValueInvalid|spec.list|Invalid value: 0: spec.list in body should have at least 1 items",
        "FieldValueInvalid|spec.name|Invalid value: \"A\": spec.name in body should be at least 2 chars long",
        "FieldValueInvalid|spec.count|Invalid value: 0: spec.count in body should be greater than or equal to 1")]
    [TestCase(
        """{"name":"abcdefghij","count":11}""",
        "FieldValueTooLong|spec.name|Too long: may not be more than 8 bytes",
        "FieldValueInvalid|spec.count|Invalid value: 11: spec.count in body should be less than or equal to 10")]
    [TestCase("""{"name":"a1c"}""", "FieldValueInvalid|spec.name|Invalid value: \"a1c\": spec.name in body should match '^[a-z]+$'")]
    [TestCase("""{"name":"abc","count":"5"}""", "FieldValueTypeInvalid|spec.count|Invalid value: \"string\": spec.count in body must be of type integer: \"string\"")]
    [TestCase("""{"name":5}""", "FieldValueTypeInvalid|spec.name|Invalid value: \"integer\": spec.name in body must be of type string: \"integer\"")]
    [TestCase(
        """{"name":"abc","tags":{},"nested":"x"}""",
        "FieldValueTypeInvalid|spec.nested|Invalid value: \"string\": spec.nested in body must be of type object: \"string\"",
        "FieldValueTypeInvalid|spec.tags|Invalid value: \"object\": spec.tags in body must be of type array: \"object\"")]
    [TestCase(
        """{"name":"abc","one":{}}""",
        "FieldValueInvalid|<nil>|Invalid value: \"\": \"spec.one\" must validate one and only one schema (oneOf). Found none valid",
        "FieldValueRequired|spec.one.a|Required value")]
    [TestCase(
        """{"name":"abc","one":{"a":"1","b":"2"}}""",
        "FieldValueInvalid|<nil>|Invalid value: \"\": \"spec.one\" must validate one and only one schema (oneOf). Found 2 valid alternatives")]
    [TestCase("""{"name":"abc","props":{"a":"1","b":"2","c":"3"}}""", "FieldValueTooMany|spec.props|Too many: 3: must have at most 2 items")]
    [TestCase("""{"name":"abc","free":{"k":"long"}}""", "FieldValueTooLong|spec.free.k|Too long: may not be more than 3 bytes")]
    [TestCase(
        """{"name":7,"count":99,"tags":["a","a"]}""",
        "FieldValueTypeInvalid|spec.name|Invalid value: \"integer\": spec.name in body must be of type string: \"integer\"",
        "FieldValueInvalid|spec.count|Invalid value: 99: spec.count in body should be less than or equal to 10",
        "FieldValueDuplicate|spec.tags[1]|Duplicate value: \"a\"")]
    [TestCase("""{"name":"abc","port":true}""", "FieldValueTypeInvalid|spec.port|Invalid value: \"boolean\": spec.port in body must be of type integer,string: \"boolean\"")]
    [TestCase("""{"name":"abc","port":1.5}""", "FieldValueTypeInvalid|spec.port|Invalid value: \"number\": spec.port in body must be of type integer,string: \"number\"")]
    [TestCase(
        """{"name":"abc","count":5.5}""",
        "FieldValueTypeInvalid|spec.count|Invalid value: \"number\": spec.count in body must be of type integer: \"number\"",
        "FieldValueInvalid|<nil>|Invalid value: \"\": Checked value must be of type integer (default format) in spec.count")]
    [TestCase(
        """{"name":"abc","big":9223372036854775808}""",
        "FieldValueTypeInvalid|spec.big|Invalid value: \"float64\": spec.big in body must be of type int64: \"float64\"",
        "FieldValueInvalid|<nil>|Invalid value: \"\": Checked value must be of type integer with format int64 in spec.big")]
    [TestCase("""{"name":"abc","small":2147483648}""", "FieldValueInvalid|<nil>|Invalid value: \"\": Checked value must be of type integer with format int32 in spec.small")]
    [TestCase(
        """{"name":"abc","ratio":0,"multiple":7}""",
        "FieldValueInvalid|spec.ratio|Invalid value: 0: spec.ratio in body should be greater than 0",
        "FieldValueInvalid|spec.multiple|Invalid value: 7: spec.multiple in body should be a multiple of 5")]
    [TestCase(
        """{"name":"abc","when":"yesterday","mail":"x","dur":"1x","raw":"%%","uuid":"u","ip":"1.2.3","oddFormat":"#"}""",
        "FieldValueTypeInvalid|spec.when|Invalid value: \"yesterday\": spec.when in body must be of type date-time: \"yesterday\"",
        "FieldValueTypeInvalid|spec.mail|Invalid value: \"x\": spec.mail in body must be of type email: \"x\"",
        "FieldValueTypeInvalid|spec.dur|Invalid value: \"1x\": spec.dur in body must be of type duration: \"1x\"",
        "FieldValueTypeInvalid|spec.raw|Invalid value: \"%%\": spec.raw in body must be of type byte: \"%%\"",
        "FieldValueTypeInvalid|spec.uuid|Invalid value: \"u\": spec.uuid in body must be of type uuid: \"u\"",
        "FieldValueTypeInvalid|spec.ip|Invalid value: \"1.2.3\": spec.ip in body must be of type ipv4: \"1.2.3\"")]
    [TestCase("""{"name":"abc","ports":[{"port":1,"proto":"TCP"},{"port":1,"proto":"TCP"}]}""", "FieldValueDuplicate|spec.ports[1]|Duplicate value: {\"port\":1,\"proto\":\"TCP\"}")]
    [TestCase("""{"name":"abc","ports":[{"name":"x"}]}""", "FieldValueRequired|spec.ports[0].port|Required value")]
    [TestCase("""{"name":"abc","emb":{"metadata":{"name":"Bad_Name"}}}""", "FieldValueRequired|spec.emb.apiVersion|Required value", "FieldValueRequired|spec.emb.kind|Required value")]
    [TestCase("""{"name":"abc","port":"http","when":"2026-01-02T03:04:05Z","mail":"a@b.c","dur":"1h3m","raw":"YQ==","ip":"10.0.0.1","big":9223372036854775807,"maybe":null}""")]
    public void Validate_Spec_GivesTheCausesOfTheServer(string spec, params string[] expected) =>
        Assert.That(Causes(MoldSchema.WithSpec(spec)), Is.EquivalentTo(expected));

    [Test]
    public void Validate_MissingSpec_IsRequired()
    {
        var mold = MoldSchema.WithSpec("{}");
        mold.Remove("spec");
        Assert.That(Causes(mold), Is.EqualTo(new[] { "FieldValueRequired|spec|Required value" }));
    }

    [Test]
    public void Validate_UpdateThatLeavesABadValueAlone_LetsItThrough() =>
        Assert.That(Causes(MoldSchema.WithSpec("""{"name":"abc","count":50,"mode":"slow"}"""), MoldSchema.WithSpec("""{"name":"abc","count":50,"mode":"fast"}""")), Is.Empty);

    [Test]
    public void Validate_UpdateToAnotherBadValue_RefusesIt() =>
        Assert.That(Causes(MoldSchema.WithSpec("""{"name":"abc","count":60}"""), MoldSchema.WithSpec("""{"name":"abc","count":50}""")), Has.Count.EqualTo(1));

    [Test]
    public void Validate_UpdateBesideAMissingRequiredField_StillAsksForIt() =>
        Assert.That(Causes(MoldSchema.WithSpec("""{"mode":"slow"}"""), MoldSchema.WithSpec("""{"mode":"fast"}""")), Is.EqualTo(new[] { "FieldValueRequired|spec.name|Required value" }));

    [Test]
    public void Validate_AnyOfAllOfNot_NameTheRuleThatFails()
    {
        var schema = StructuralSchema.Parse(JsonNode.Parse("""
            {"type":"object","properties":{"a":{"type":"integer","anyOf":[{"minimum":5},{"maximum":1}]},"b":{"type":"integer","allOf":[{"minimum":5},{"minimum":6}]},
            "c":{"type":"string","not":{"pattern":"^x"}}}}
            """)!.AsObject());
        var errors = SchemaValidator.Validate(JsonNode.Parse("""{"a":3,"b":5,"c":"xy"}""")!.AsObject(), schema);
        Assert.That(errors.Where(error => error.Field == "<nil>").Select(error => error.Message), Is.EqualTo(new[]
        {
            "Invalid value: \"\": \"a\" must validate at least one schema (anyOf)",
            "Invalid value: \"\": \"b\" must validate all the schemas (allOf)",
            "Invalid value: \"\": \"c\" must not validate the schema (not)",
        }));
    }

    private static List<string> Causes(JsonObject mold, JsonObject? old = null) =>
        [.. SchemaValidator.Validate(mold, MoldSchema.Schema, old).Select(error => $"{error.Reason}|{error.Field}|{error.Message}")];
}
