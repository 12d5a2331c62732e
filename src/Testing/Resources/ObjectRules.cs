using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using KubeController.Testing.Json;
using KubeController.Testing.Schemas;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Resources;

/// <summary>Defaults and validates objects: by their schema where they are custom, by the rules of their kind otherwise, and the metadata of all.</summary>
internal static class ObjectRules
{
    /// <summary>Fills in what was left out.</summary>
    public static void Default(JsonObject obj, ResourceDefinition definition)
    {
        if (definition.Schema is { } schema)
        {
            SchemaDefaulter.Default(obj, schema);
        }

        if (CustomResources.IsCrd(definition))
        {
            CrdDefaults.Fill(obj);
        }

        if (!definition.IsCustom)
        {
            KindRules.Default(obj, definition);
        }
    }

    /// <summary>Checks a new object.</summary>
    /// <exception cref="StatusException">422.</exception>
    public static void ValidateCreate(JsonObject obj, ResourceDefinition definition)
    {
        var metadata = ObjectMetaValidator.ValidateCreate(obj, definition);
        Check(obj, definition, metadata, definition.IsCustom ? Schema(obj, definition, null) : KindRules.ValidateCreate(obj, definition));
    }

    /// <summary>Checks a changed object.</summary>
    /// <exception cref="StatusException">422.</exception>
    public static void ValidateUpdate(JsonObject obj, JsonObject old, ResourceDefinition definition)
    {
        var metadata = ObjectMetaValidator.ValidateUpdate(obj, old, definition);
        Check(obj, definition, metadata, definition.IsCustom ? Schema(obj, definition, old) : KindRules.ValidateUpdate(obj, old, definition));
    }

    private static IReadOnlyList<FieldError> Schema(JsonObject obj, ResourceDefinition definition, JsonObject? old) =>
        definition.Schema is { } schema ? SchemaValidator.Validate(obj, schema, old) : [];

    private static void Check(JsonObject obj, ResourceDefinition definition, IReadOnlyList<FieldError> metadata, IReadOnlyList<FieldError> content)
    {
        if (metadata.Count + content.Count == 0)
        {
            return;
        }

        // The real server checks the metadata of custom objects twice, and says so twice.
        IReadOnlyList<FieldError> errors = definition.IsCustom ? [.. metadata, .. metadata, .. content] : [.. metadata, .. content];
        throw ApiErrors.Invalid(definition, obj.Object("metadata")?.Text("name") ?? "", errors);
    }
}
