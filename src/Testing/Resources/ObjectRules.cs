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
    /// <param name="obj">The object.</param>
    /// <param name="definition">Its kind.</param>
    /// <param name="keepsNulls">Whether nulls that are no values stay, for validation to refuse.</param>
    public static void Default(JsonObject obj, ResourceDefinition definition, bool keepsNulls = false)
    {
        if (definition.Schema is { } schema)
        {
            SchemaDefaulter.Default(obj, schema, keepsNulls);
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
    /// <param name="obj">The object.</param>
    /// <param name="definition">Its kind.</param>
    /// <exception cref="StatusException">422.</exception>
    public static void ValidateCreate(JsonObject obj, ResourceDefinition definition)
    {
        var metadata = ObjectMetaValidator.ValidateCreate(obj, definition);
        Check(obj, definition, metadata, definition.IsCustom ? Schema(obj, definition) : KindRules.ValidateCreate(obj, definition));
    }

    /// <summary>Checks a changed object.</summary>
    /// <param name="obj">The object as it shall be.</param>
    /// <param name="old">The object as it is.</param>
    /// <param name="definition">Its kind.</param>
    /// <param name="isStatus">Whether only its status was written.</param>
    /// <param name="warnings">Takes what is wrong but was so before.</param>
    /// <exception cref="StatusException">422.</exception>
    public static void ValidateUpdate(JsonObject obj, JsonObject old, ResourceDefinition definition, bool isStatus, List<string> warnings)
    {
        // The real server checks the metadata of a changed object twice, and says so twice.
        var metadata = ObjectMetaValidator.ValidateUpdate(obj, old, definition);
        var content = definition.IsCustom ? SchemaUpdate(obj, old, definition, isStatus, warnings) : KindRules.ValidateUpdate(obj, old, definition);
        Check(obj, definition, [.. metadata, .. metadata], content);
    }

    private static IReadOnlyList<FieldError> Schema(JsonObject obj, ResourceDefinition definition) =>
        definition.Schema is { } schema ? SchemaValidator.Validate(obj, schema) : [];

    private static IReadOnlyList<FieldError> SchemaUpdate(JsonObject obj, JsonObject old, ResourceDefinition definition, bool isStatus, List<string> warnings) =>
        definition.Schema is not { } schema ? []
            : isStatus ? SchemaValidator.ValidateStatus(obj, schema, old, warnings)
            : SchemaValidator.Validate(obj, schema, old, warnings);

    private static void Check(JsonObject obj, ResourceDefinition definition, IReadOnlyList<FieldError> metadata, IReadOnlyList<FieldError> content)
    {
        if (metadata.Count + content.Count > 0)
        {
            // Kinds that share their objects with another are named by that one.
            var named = definition.IsCustom ? definition : definition.StorageVersion ?? definition;
            throw ApiErrors.Invalid(named, obj.Object("metadata")?.Text("name") ?? "", [.. metadata, .. content]);
        }
    }
}
