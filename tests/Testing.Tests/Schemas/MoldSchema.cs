using System.Text.Json.Nodes;
using KubeController.Testing.Schemas;

namespace KubeController.Testing.Tests.Schemas;

/// <summary>The CRD of the recorded story about schemas: one field for each rule.</summary>
internal static class MoldSchema
{
    public const string Json = """
        {"type":"object","properties":{"spec":{"type":"object","properties":{
        "name":{"type":"string","minLength":2,"maxLength":8,"pattern":"^[a-z]+$"},
        "mode":{"type":"string","enum":["fast","slow"],"default":"fast"},
        "count":{"type":"integer","minimum":1,"maximum":10,"default":3},
        "big":{"type":"integer","format":"int64"},"small":{"type":"integer","format":"int32"},
        "ratio":{"type":"number","minimum":0,"exclusiveMinimum":true},"multiple":{"type":"integer","multipleOf":5},
        "port":{"x-kubernetes-int-or-string":true},
        "maybe":{"type":"string","nullable":true},"maybeDef":{"type":"string","nullable":true,"default":"d"},"notNull":{"type":"string","default":"nn"},
        "when":{"type":"string","format":"date-time"},"mail":{"type":"string","format":"email"},"dur":{"type":"string","format":"duration"},
        "raw":{"type":"string","format":"byte"},"uuid":{"type":"string","format":"uuid"},"ip":{"type":"string","format":"ipv4"},
        "oddFormat":{"type":"string","format":"whatever"},
        "nested":{"type":"object","properties":{"a":{"type":"string","default":"na"},"b":{"type":"string"}}},
        "nestedDef":{"type":"object","properties":{"a":{"type":"string","default":"nda"},"b":{"type":"string"}},"default":{}},
        "keep":{"type":"object","properties":{"known":{"type":"string"}},"x-kubernetes-preserve-unknown-fields":true},
        "free":{"type":"object","additionalProperties":{"type":"string","maxLength":3}},
        "any":{"x-kubernetes-preserve-unknown-fields":true},
        "emb":{"type":"object","x-kubernetes-embedded-resource":true,"x-kubernetes-preserve-unknown-fields":true},
        "tags":{"type":"array","items":{"type":"string"},"x-kubernetes-list-type":"set","maxItems":3},
        "ports":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"port":{"type":"integer"},"proto":{"type":"string","default":"TCP"}},
        "required":["port"]},"x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["port","proto"]},
        "list":{"type":"array","items":{"type":"object","properties":{"v":{"type":"integer","default":7}}},"minItems":1},
        "one":{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"oneOf":[{"required":["a"]},{"required":["b"]}]},
        "props":{"type":"object","additionalProperties":{"type":"string"},"maxProperties":2,"minProperties":1},
        "flag":{"type":"boolean"}},"required":["name"]},
        "status":{"type":"object","properties":{"phase":{"type":"string"}}}},"required":["spec"]}
        """;

    public static readonly StructuralSchema Schema = StructuralSchema.Parse(JsonNode.Parse(Json)!.AsObject());

    /// <summary>An object with the spec, as it comes from the wire.</summary>
    public static JsonObject WithSpec(string spec) =>
        JsonNode.Parse($$"""{"apiVersion":"rec2.example.com/v1","kind":"Mold","metadata":{"name":"x"},"spec":{{spec}}}""")!.AsObject();
}
