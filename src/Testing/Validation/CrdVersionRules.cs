using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>The versions of a CustomResourceDefinition: one of them is stored, all of them have a structural schema.</summary>
internal static partial class CrdVersionRules
{
    // As in the real server, the schema of a CRD whose versions agree counts as that of the whole CRD, and is called so.
    private const string CommonSchema = "spec.validation.openAPIV3Schema";

    private static readonly (string, string)[] ScalePaths = [("specReplicasPath", ".spec."), ("statusReplicasPath", ".status.")];
    private static readonly string[] ColumnMembers = ["name", "type", "jsonPath"];
    private static readonly string[] ColumnTypes = ["boolean", "date", "integer", "number", "string"];

    public static IEnumerable<FieldError> Check(JsonObject crd, JsonObject spec)
    {
        var versions = spec.Array("versions")?.OfType<JsonObject>().ToList() ?? [];
        var schemas = versions.Select(version => version.Object("schema")?.Object("openAPIV3Schema")).ToList();
        var isCommon = schemas.TrueForAll(schema => JsonNode.DeepEquals(schema, schemas[0]));
        var errors = new List<FieldError>(CheckStorage(crd, versions, isCommon));
        errors.AddRange(CheckNames(versions));
        for (var i = 0; i < versions.Count; i++)
        {
            var path = $"spec.versions[{i}]";
            if (schemas[i] is not { } schema)
            {
                errors.Add(FieldError.Required($"{path}.schema.openAPIV3Schema"));
            }
            else if (!isCommon || i == 0)
            {
                errors.AddRange(CrdSchemaRules.Check(schema, isCommon ? CommonSchema : $"{path}.schema.openAPIV3Schema"));
            }

            errors.AddRange(CheckColumns(versions[i], path));
            errors.AddRange(CheckSelectableFields(versions[i], schemas[i], path));
            errors.AddRange(CheckScale(versions[i].Object("subresources")?.Object("scale"), $"{path}.subresources.scale"));
        }

        return errors;
    }

    private static IEnumerable<FieldError> CheckStorage(JsonObject crd, List<JsonObject> versions, bool isCommon)
    {
        if (versions.Count(version => version.Boolean("storage") == true) == 1)
        {
            yield break;
        }

        var shown = new JsonArray([.. versions.Select(version => Shown(version, isCommon))]);
        yield return FieldError.Invalid("spec.versions", GoValue.Of(shown), "must have exactly one version marked as storage version");
        if (crd.Object("status")?.Array("storedVersions") is not { Count: > 0 })
        {
            yield return FieldError.Invalid("status.storedVersions", GoValue.Of(null), "must have at least one stored version");
        }
    }

    private static JsonObject Shown(JsonObject version, bool isCommon) => new()
    {
        ["Name"] = version.Text("name"),
        ["Served"] = version.Boolean("served") == true,
        ["Storage"] = version.Boolean("storage") == true,
        ["Deprecated"] = version.Boolean("deprecated") == true,
        ["DeprecationWarning"] = version["deprecationWarning"]?.DeepClone(),
        ["Schema"] = isCommon ? null : version["schema"]?.DeepClone(),
        ["Subresources"] = isCommon ? null : version["subresources"]?.DeepClone(),
        ["AdditionalPrinterColumns"] = isCommon ? null : version["additionalPrinterColumns"]?.DeepClone(),
        ["SelectableFields"] = isCommon ? null : version["selectableFields"]?.DeepClone(),
    };

    private static IEnumerable<FieldError> CheckNames(List<JsonObject> versions)
    {
        for (var i = 0; i < versions.Count; i++)
        {
            var name = versions[i].Text("name") ?? "";
            foreach (var complaint in NameRules.Dns1035(name))
            {
                yield return FieldError.Invalid($"spec.versions[{i}].name", name, complaint);
            }

            if (versions.FindIndex(other => other.Text("name") == name) < i)
            {
                yield return FieldError.Invalid("spec.versions", GoValue.Of(new JsonArray([.. versions.Select(version => (JsonNode?)version.Text("name"))])), "must contain unique version names");
            }
        }
    }

    private static IEnumerable<FieldError> CheckColumns(JsonObject version, string path)
    {
        var index = 0;
        foreach (var column in version.Array("additionalPrinterColumns")?.OfType<JsonObject>() ?? [])
        {
            var field = $"{path}.additionalPrinterColumns[{index++}]";
            foreach (var name in ColumnMembers.Where(name => column.Text(name) is null or ""))
            {
                yield return FieldError.Required($"{field}.{name}");
            }

            if (column.Text("type") is { Length: > 0 } type && !ColumnTypes.Contains(type))
            {
                yield return FieldError.Invalid($"{field}.type", type, "must be one of boolean,date,integer,number,string");
            }
        }
    }

    private static IEnumerable<FieldError> CheckSelectableFields(JsonObject version, JsonObject? schema, string path)
    {
        var index = 0;
        foreach (var selectable in version.Array("selectableFields")?.OfType<JsonObject>() ?? [])
        {
            var field = $"{path}.selectableFields[{index++}].jsonPath".Replace("spec.versions[0].selectable", "spec.selectable", StringComparison.Ordinal);
            var jsonPath = selectable.Text("jsonPath") ?? "";
            if (!SimplePath().IsMatch(jsonPath) || TypeAt(schema, jsonPath) is not { } type)
            {
                yield return FieldError.Invalid(field, jsonPath, "is an invalid path: does not refer to a valid field");
            }
            else if (type is not ("string" or "integer" or "boolean"))
            {
                yield return FieldError.Invalid(field, jsonPath, "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.");
            }
        }
    }

    private static string? TypeAt(JsonObject? schema, string jsonPath)
    {
        foreach (var name in jsonPath.Split('.').Skip(1))
        {
            schema = schema?.Object("properties")?.Object(name);
        }

        return schema is null ? null : schema.Text("type") ?? "";
    }

    private static IEnumerable<FieldError> CheckScale(JsonObject? scale, string path) => scale is null
        ? []
        : ScalePaths
            .Where(field => scale.Text(field.Item1)?.StartsWith(field.Item2, StringComparison.Ordinal) != true)
            .Select(field => scale.Text(field.Item1) is { Length: > 0 } value
                ? FieldError.Invalid($"{path}.{field.Item1}", value, $"should be a json path under {field.Item2.TrimEnd('.')}")
                : FieldError.Required($"{path}.{field.Item1}"));

    [GeneratedRegex("^(\\.[A-Za-z_][A-Za-z0-9_-]*)+\\z")]
    private static partial Regex SimplePath();
}
