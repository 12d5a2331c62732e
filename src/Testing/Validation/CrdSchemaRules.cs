using System.Text.Json;
using System.Text.Json.Nodes;
using KubeController.Testing.Json;
using KubeController.Testing.Schemas;

namespace KubeController.Testing.Validation;

/// <summary>What the schema of a CRD must be: structural, with a type for every field, and with defaults that fit.</summary>
internal static class CrdSchemaRules
{
    private static readonly string[] Unsupported = ["$ref", "definitions", "dependencies", "id", "patternProperties", "additionalItems"];
    private static readonly string[] Logic = ["allOf", "anyOf", "oneOf"];
    private static readonly string[] MetadataFields = ["name", "generateName"];

    public static IReadOnlyList<FieldError> Check(JsonObject schema, string path)
    {
        var errors = new List<FieldError>();
        CheckMetadata(schema, path, errors);
        if (schema.Text("type") != "object")
        {
            errors.Add(schema.Text("type") is { Length: > 0 } type
                ? FieldError.Invalid($"{path}.type", type, "must be object at the root")
                : FieldError.Required($"{path}.type", "must not be empty at the root"));
        }

        CheckNode(schema, path, errors);
        return errors;
    }

    private static void CheckNode(JsonObject schema, string path, List<FieldError> errors)
    {
        errors.AddRange(CheckForbidden(schema, path));
        errors.AddRange(CrdListRules.Check(schema, path));
        errors.AddRange(CheckPattern(schema, path));
        errors.AddRange(CheckEmbedded(schema, path));
        errors.AddRange(CrdValidationRules.Check(schema, path));
        CheckDefault(schema, path, errors);
        CheckLogic(schema, path, errors);
        foreach (var (name, value) in schema.Object("properties") ?? [])
        {
            CheckChild(value as JsonObject, $"{path}.properties[{name}]", "must not be empty for specified object fields", errors);
        }

        if (schema.Object("additionalProperties") is { } additional)
        {
            CheckChild(additional, $"{path}.additionalProperties", "must not be empty for specified object fields", errors);
        }

        if (schema.Object("items") is { } items)
        {
            CheckChild(items, $"{path}.items", "must not be empty for specified array items", errors);
        }
        else if (schema.Text("type") == "array")
        {
            errors.Add(FieldError.Required($"{path}.items", "must be specified"));
        }
    }

    private static void CheckChild(JsonObject? schema, string path, string withoutType, List<FieldError> errors)
    {
        if (schema is null)
        {
            return;
        }

        if (schema.Text("type") is null or "" && schema.Boolean("x-kubernetes-int-or-string") != true && schema.Boolean("x-kubernetes-preserve-unknown-fields") != true)
        {
            errors.Add(FieldError.Required($"{path}.type", withoutType));
        }

        CheckNode(schema, path, errors);
    }

    private static void CheckMetadata(JsonObject schema, string path, List<FieldError> errors)
    {
        if (schema.Object("properties")?.Object("metadata") is not { } metadata)
        {
            return;
        }

        if (metadata.Any(member => member.Key is not ("type" or "properties" or "description")) || (metadata.Object("properties") ?? []).Any(member => !MetadataFields.Contains(member.Key)))
        {
            errors.Add(FieldError.Forbidden($"{path}.properties[metadata]", "must not specify anything other than name and generateName, but metadata is implicitly specified"));
        }
    }

    private static IEnumerable<FieldError> CheckForbidden(JsonObject schema, string path)
    {
        foreach (var name in Unsupported.Where(schema.ContainsKey))
        {
            yield return FieldError.Forbidden($"{path}.{name}", $"{name} is not supported");
        }

        if (schema.Boolean("uniqueItems") == true)
        {
            yield return FieldError.Forbidden($"{path}.uniqueItems", "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        }

        if (schema["additionalProperties"]?.GetValueKind() == JsonValueKind.False)
        {
            yield return FieldError.Forbidden($"{path}.additionalProperties", "additionalProperties cannot be set to false");
        }

        if (schema["additionalProperties"] is not null && schema.Object("properties") is { Count: > 0 })
        {
            yield return FieldError.Forbidden($"{path}.additionalProperties", "additionalProperties and properties are mutual exclusive");
        }

        if (schema["items"] is JsonArray)
        {
            yield return FieldError.Forbidden($"{path}.items", "items must be a schema object and not an array");
        }
    }

    private static IEnumerable<FieldError> CheckPattern(JsonObject schema, string path)
    {
        if (schema.Text("pattern") is { Length: > 0 } pattern && SchemaParser.Pattern(pattern) is null)
        {
            yield return FieldError.Invalid($"{path}.pattern", pattern, "must be a valid regular expression");
        }
    }

    private static IEnumerable<FieldError> CheckEmbedded(JsonObject schema, string path)
    {
        if (schema.Boolean("x-kubernetes-embedded-resource") != true)
        {
            yield break;
        }

        if (schema.Text("type") != "object")
        {
            yield return FieldError.Invalid($"{path}.type", schema.Text("type") ?? "", "must be object if x-kubernetes-embedded-resource is true");
        }

        if (schema.Boolean("x-kubernetes-preserve-unknown-fields") != true && schema.Object("properties") is not { Count: > 0 })
        {
            yield return FieldError.Required($"{path}.properties", "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields");
        }
    }

    private static void CheckDefault(JsonObject json, string path, List<FieldError> errors)
    {
        if (json["default"] is not { } value)
        {
            return;
        }

        var schema = StructuralSchema.Parse(CrdValidationRules.WithoutRules(json).AsObject());
        var completed = schema.Default!.DeepClone();
        if (completed is JsonObject members)
        {
            if (SchemaPruner.PruneDefault(members, schema).Count > 0)
            {
                errors.Add(FieldError.Invalid($"{path}.default", GoValue.Of(value), "must not have unknown fields"));
            }

            SchemaDefaulter.Default(members, schema);
        }

        var faults = SchemaValidator.ValidateAt("", completed, schema, null);
        errors.AddRange(faults.Select(fault => fault with { Field = fault.Field is "" or FieldError.NoField ? $"{path}.default" : $"{path}.default.{fault.Field}" }));
    }

    private static void CheckLogic(JsonObject schema, string path, List<FieldError> errors)
    {
        foreach (var name in Logic)
        {
            var options = schema.Array(name)?.OfType<JsonObject>().ToList() ?? [];
            for (var i = 0; i < options.Count; i++)
            {
                CheckOption(options[i], schema, $"{path}.{name}[{i}]", errors);
            }
        }

        if (schema.Object("not") is { } not)
        {
            CheckOption(not, schema, $"{path}.not", errors);
        }
    }

    /// <summary>Inside allOf and its kin only conditions may stand, no structure.</summary>
    private static void CheckOption(JsonObject option, JsonObject parent, string path, List<FieldError> errors)
    {
        var isIntOrString = parent.Boolean("x-kubernetes-int-or-string") == true;
        foreach (var (name, value) in option)
        {
            var complaint = name switch
            {
                "type" when !isIntOrString => "must be empty to be structural",
                "description" or "title" => "must be empty to be structural",
                "default" or "additionalProperties" => "must be undefined to be structural",
                "nullable" when value?.GetValueKind() == JsonValueKind.True => "must be false to be structural",
                _ when name.StartsWith("x-kubernetes-", StringComparison.Ordinal) && name != "x-kubernetes-validations" => "must be undefined to be structural",
                _ => null,
            };
            if (complaint is not null)
            {
                errors.Add(FieldError.Forbidden($"{path}.{name}", complaint));
            }
        }

        foreach (var (name, value) in option.Object("properties") ?? [])
        {
            CheckOption(value as JsonObject ?? [], parent.Object("properties")?.Object(name) ?? [], $"{path}.properties[{name}]", errors);
        }

        CheckLogic(option, path, errors);
    }
}
