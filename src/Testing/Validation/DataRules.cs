using System.Text;
using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>What config maps and secrets share: keys that can be file names, at most a mebibyte, and the mark that nothing changes any more.</summary>
internal static class DataRules
{
    private const int Largest = 1024 * 1024;

    /// <param name="data">The map.</param>
    /// <param name="path">Its field.</param>
    /// <param name="wholePath">The field that is named when it is too large.</param>
    public static IEnumerable<FieldError> Check(JsonObject data, string path, string wholePath)
    {
        long size = 0;
        foreach (var (key, value) in data)
        {
            foreach (var complaint in NameRules.ConfigKey(key))
            {
                yield return FieldError.Invalid($"{path}[{key}]", key, complaint);
            }

            size += Encoding.UTF8.GetByteCount(value.AsText() ?? "");
        }

        if (size > Largest)
        {
            yield return FieldError.TooLong(wholePath, Largest);
        }
    }

    public static IEnumerable<FieldError> CheckImmutable(JsonObject resource, JsonObject old, params string[] fields)
    {
        if (old.Boolean("immutable") != true)
        {
            yield break;
        }

        if (resource.Boolean("immutable") != true)
        {
            yield return FieldError.Forbidden("immutable", "field is immutable when `immutable` is set");
        }

        foreach (var field in fields.Where(field => !JsonNode.DeepEquals(resource[field], old[field])))
        {
            yield return FieldError.Forbidden(field, "field is immutable when `immutable` is set");
        }
    }
}
