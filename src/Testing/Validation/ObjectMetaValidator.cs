using System.Text.Json.Nodes;
using KubeController.Testing.Json;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Validation;

/// <summary>The rules for the metadata of every object.</summary>
internal static class ObjectMetaValidator
{
    private static readonly string[] ImmutableFields = ["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"];

    /// <summary>The faults of a new object's metadata; its name has been generated already where it had none.</summary>
    public static IReadOnlyList<FieldError> ValidateCreate(JsonObject resource, ResourceDefinition definition)
    {
        var metadata = resource.Object("metadata") ?? [];
        return [.. CheckNames(metadata, definition), .. LabelRules.Check(metadata), .. OwnerReferenceRules.Check(metadata), .. FinalizerRules.Check(metadata, definition)];
    }

    /// <summary>The faults of a changed object's metadata.</summary>
    public static IReadOnlyList<FieldError> ValidateUpdate(JsonObject resource, JsonObject old, ResourceDefinition definition)
    {
        var metadata = resource.Object("metadata") ?? [];
        var oldMetadata = old.Object("metadata") ?? [];
        return
        [
            .. FinalizerRules.CheckUpdate(metadata, oldMetadata, definition),
            .. CheckImmutable(metadata, oldMetadata),
            .. LabelRules.Check(metadata),
            .. OwnerReferenceRules.Check(metadata),
        ];
    }

    private static IEnumerable<FieldError> CheckNames(JsonObject metadata, ResourceDefinition definition)
    {
        if (metadata.Text("generateName") is { Length: > 0 } prefix)
        {
            foreach (var complaint in NamePolicy.CheckPrefix(prefix, definition))
            {
                yield return FieldError.Invalid("metadata.generateName", prefix, complaint);
            }
        }

        var name = metadata.Text("name") ?? "";
        if (name.Length == 0)
        {
            yield return FieldError.Required("metadata.name", "name or generateName is required");
            yield break;
        }

        foreach (var complaint in NamePolicy.Check(name, definition))
        {
            yield return FieldError.Invalid("metadata.name", name, complaint);
        }
    }

    private static IEnumerable<FieldError> CheckImmutable(JsonObject metadata, JsonObject old) => ImmutableFields
        .Where(name => !JsonNode.DeepEquals(metadata[name], old[name]))
        .Select(name => FieldError.Invalid($"metadata.{name}", GoValue.Of(metadata[name]), "field is immutable"));
}
