using System.Text.Json.Nodes;
using KubeController.Testing.Json;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Validation;

/// <summary>The rules for finalizers.</summary>
internal static class FinalizerRules
{
    private static readonly string[] Standard = ["kubernetes", "orphan", "foregroundDeletion"];

    /// <summary>The faults of a new object's finalizers.</summary>
    public static IEnumerable<FieldError> Check(JsonObject metadata, ResourceDefinition definition)
    {
        var finalizers = metadata.Array("finalizers").Texts();
        foreach (var (finalizer, index) in finalizers.Select((finalizer, index) => (finalizer, index)))
        {
            foreach (var complaint in NameRules.QualifiedName(finalizer))
            {
                yield return FieldError.Invalid($"metadata.finalizers[{index}]", finalizer, complaint);
            }
        }

        if (finalizers.Contains("orphan") && finalizers.Contains("foregroundDeletion"))
        {
            yield return FieldError.Invalid("metadata.finalizers", GoValue.Of(metadata["finalizers"]), "finalizer orphan and foregroundDeletion cannot be both set");
        }

        foreach (var error in CheckStandard(finalizers, definition, "metadata.finalizers"))
        {
            yield return error;
        }
    }

    /// <summary>The faults of a changed object's finalizers: one that is being deleted gets no new ones.</summary>
    public static IEnumerable<FieldError> CheckUpdate(JsonObject metadata, JsonObject old, ResourceDefinition definition)
    {
        var finalizers = metadata.Array("finalizers").Texts();
        var added = finalizers.Except(old.Array("finalizers").Texts()).Order(StringComparer.Ordinal).ToList();
        if (old["deletionTimestamp"] is not null && added.Count > 0)
        {
            var list = string.Join(", ", added.Select(GoValue.Quote));
            yield return FieldError.Forbidden(
                "metadata.finalizers",
                $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{list}}}");
        }

        foreach (var error in CheckStandard(finalizers, definition, "metadata.finalizers"))
        {
            yield return error;
        }
    }

    /// <summary>Built-in kinds take names with a domain, and the few that the server itself uses.</summary>
    public static IEnumerable<FieldError> CheckStandard(IReadOnlyList<string> finalizers, ResourceDefinition definition, string path) =>
        definition.IsCustom || definition.Group == "apiextensions.k8s.io"
            ? []
            : finalizers
                .Select((finalizer, index) => (finalizer, index))
                .Where(pair => !pair.finalizer.Contains('/') && !Standard.Contains(pair.finalizer))
                .Select(pair => FieldError.Invalid($"{path}[{pair.index}]", pair.finalizer, "name is neither a standard finalizer name nor is it fully qualified"));
}
