using System.Text.Json.Nodes;
using CsCheck;
using KubeController.Testing.ManagedFields;
using KubeController.Testing.Schemas;

namespace KubeController.Testing.Tests.ManagedFields;

/// <summary>A type with every way of owning, objects of it made by chance, and applies in one line.</summary>
internal static class ManagedModel
{
    public const string Now = "2026-01-01T00:00:00Z";
    public const string Later = "2026-01-01T00:00:01Z";

    public static readonly FieldType Type = CustomFieldTypes.Of(StructuralSchema.Parse((JsonObject)JsonNode.Parse("""
        {"type":"object","properties":{"spec":{"type":"object","properties":{
          "text":{"type":"string"},
          "size":{"type":"integer"},
          "options":{"type":"object","additionalProperties":{"type":"string"}},
          "whole":{"type":"object","x-kubernetes-map-type":"atomic","properties":{"a":{"type":"string"},"b":{"type":"string"}}},
          "tags":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}},
          "steps":{"type":"array","items":{"type":"string"}},
          "items":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["name"],"items":{"type":"object","properties":
            {"name":{"type":"string"},"value":{"type":"string"},"note":{"type":"string"}}}},
          "ports":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["port","protocol"],"items":{"type":"object","properties":
            {"port":{"type":"integer"},"protocol":{"type":"string","default":"TCP"},"note":{"type":"string"}}}},
          "free":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}}}
        """)!));

    private static readonly Gen<string> Word = Gen.Int[0, 3].Select(number => "abcd"[number].ToString());

    /// <summary>An object with some of the fields, few values, and therefore many that agree.</summary>
    public static readonly Gen<JsonObject> Objects =
        from text in Gen.Bool
        from options in Word.Array[0, 2]
        from tags in Word.Array[0, 3]
        from items in Gen.Select(Word, Word).Array[0, 3]
        from whole in Gen.Bool
        from value in Word
        select Make(text, options, tags, items, whole, value);

    public static readonly Ownership Ownership = new((obj, version) => version == obj.ApiVersion ? obj : null, FieldSet.Empty);

    public static TypedObject Typed(string json) => Typed((JsonObject)JsonNode.Parse(json)!);

    public static TypedObject Typed(JsonObject obj) => new(obj, Type, "v1");

    public static (TypedObject Next, FieldOwners Owners) Apply(this (TypedObject Next, FieldOwners Owners) live, string manager, JsonObject applied, bool isForced = true, string now = Now) =>
        Ownership.Apply(live.Next, Typed(applied), live.Owners, ManagerId.Applier(manager, ""), isForced, now);

    public static (TypedObject Next, FieldOwners Owners) Apply(this (TypedObject Next, FieldOwners Owners) live, string manager, string applied, bool isForced = true) =>
        live.Apply(manager, (JsonObject)JsonNode.Parse(applied)!, isForced);

    public static (TypedObject Next, FieldOwners Owners) Nothing => (Typed([]), FieldOwners.None);

    private static JsonObject Make(bool text, string[] options, string[] tags, (string, string)[] items, bool whole, string value)
    {
        var spec = new JsonObject();
        if (text)
        {
            spec["text"] = value;
        }

        if (options.Length > 0)
        {
            spec["options"] = new JsonObject(options.Distinct().Select(name => KeyValuePair.Create(name, (JsonNode?)value)));
        }

        if (tags.Length > 0)
        {
            spec["tags"] = new JsonArray([.. tags.Distinct().Select(tag => JsonValue.Create(tag))]);
        }

        if (items.Length > 0)
        {
            spec["items"] = new JsonArray([.. items.DistinctBy(item => item.Item1).Select(item => new JsonObject { ["name"] = item.Item1, ["value"] = item.Item2 })]);
        }

        if (whole)
        {
            spec["whole"] = new JsonObject { [value is "a" or "b" ? "a" : "b"] = value };
        }

        return new JsonObject { ["spec"] = spec };
    }
}
