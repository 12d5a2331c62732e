using System.Text;
using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>The rules for labels and annotations.</summary>
internal static class LabelRules
{
    private const int LargestAnnotations = 256 * 1024;

    public static IEnumerable<FieldError> Check(JsonObject metadata) => [.. CheckLabels(metadata.Object("labels"), "metadata.labels"), .. CheckAnnotations(metadata.Object("annotations"))];

    /// <summary>The faults of a map of labels anywhere in an object.</summary>
    public static IEnumerable<FieldError> CheckLabels(JsonObject? labels, string path)
    {
        foreach (var (key, value) in labels ?? [])
        {
            foreach (var complaint in NameRules.QualifiedName(key))
            {
                yield return FieldError.Invalid(path, key, complaint);
            }

            var text = value.AsText() ?? "";
            foreach (var complaint in NameRules.LabelValue(text))
            {
                yield return FieldError.Invalid(path, text, complaint);
            }
        }
    }

    private static IEnumerable<FieldError> CheckAnnotations(JsonObject? annotations)
    {
        var size = 0;
        foreach (var (key, value) in annotations ?? [])
        {
            foreach (var complaint in NameRules.QualifiedName(key.ToLowerInvariant()))
            {
                yield return FieldError.Invalid("metadata.annotations", key, complaint);
            }

            size += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value.AsText() ?? "");
        }

        if (size > LargestAnnotations)
        {
            yield return FieldError.TooLong("metadata.annotations", LargestAnnotations);
        }
    }
}
