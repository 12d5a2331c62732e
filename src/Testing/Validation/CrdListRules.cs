using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>The kinds of lists in the schema of a CRD: sets of scalars, and maps whose keys are always there.</summary>
internal static class CrdListRules
{
    private static readonly string[] Types = ["atomic", "map", "set"];

    public static IEnumerable<FieldError> Check(JsonObject schema, string path)
    {
        var listType = schema.Text("x-kubernetes-list-type");
        if (listType is null)
        {
            return [];
        }

        if (schema.Text("type") != "array")
        {
            return [FieldError.Invalid($"{path}.type", schema.Text("type") ?? "", "must be array if x-kubernetes-list-type is specified")];
        }

        if (!Types.Contains(listType))
        {
            return [FieldError.NotSupported($"{path}.x-kubernetes-list-type", listType, Types)];
        }

        return listType == "map" ? CheckMap(schema, path) : [];
    }

    private static IEnumerable<FieldError> CheckMap(JsonObject schema, string path)
    {
        var keys = schema.Array("x-kubernetes-list-map-keys").Texts();
        if (keys.Count == 0)
        {
            yield return FieldError.Required($"{path}.x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map");
        }

        var items = schema.Object("items") ?? [];
        if (items.Text("type") != "object")
        {
            yield return FieldError.Invalid($"{path}.items.type", items.Text("type") ?? "", "must be object if parent array's x-kubernetes-list-type is map");
            yield break;
        }

        var required = items.Array("required").Texts();
        foreach (var (key, index) in keys.Select((key, index) => (key, index)))
        {
            if (items.Object("properties")?.Object(key) is not { } property)
            {
                yield return FieldError.Invalid($"{path}.x-kubernetes-list-map-keys[{index}]", key, "entries must all be names of item properties");
            }
            else if (property["default"] is null && !required.Contains(key))
            {
                yield return FieldError.Required(
                    $"{path}.items.properties[{key}].default",
                    "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property");
            }
        }
    }
}
