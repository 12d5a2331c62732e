using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>The rules for owner references.</summary>
internal static class OwnerReferenceRules
{
    private const string Path = "metadata.ownerReferences";

    public static IEnumerable<FieldError> Check(JsonObject metadata)
    {
        var references = metadata.Array("ownerReferences")?.OfType<JsonObject>().ToList() ?? [];
        return [.. references.SelectMany(CheckOne), .. CheckControllers(references)];
    }

    /// <summary>Removes references that are there twice, word by word.</summary>
    /// <param name="resource">The object; its references are changed in place.</param>
    /// <param name="isPatch">Whether a patch made it.</param>
    /// <returns>The text of the Warning, if something was removed.</returns>
    public static IEnumerable<string> RemoveDuplicates(JsonObject resource, bool isPatch)
    {
        if (resource.Object("metadata")?.Array("ownerReferences") is not { } references)
        {
            return [];
        }

        var removed = new List<string>();
        for (var i = references.Count - 1; i > 0; i--)
        {
            if (references.Take(i).Any(other => JsonNode.DeepEquals(other, references[i])))
            {
                removed.Insert(0, (references[i] as JsonObject)?.Text("uid") ?? "");
                references.RemoveAt(i);
            }
        }

        return removed.Count == 0
            ? []
            : [$".metadata.ownerReferences contains duplicate entries{(isPatch ? " after mutating admission happens" : "")}; API server dedups owner references in 1.20+,"
                + $" and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: {string.Join(", ", removed.Distinct())}"];
    }

    private static IEnumerable<FieldError> CheckOne(JsonObject reference)
    {
        var apiVersion = reference.Text("apiVersion") ?? "";
        if (apiVersion.Split('/') is not [_] and not [_, _] || apiVersion.Length == 0 || apiVersion.EndsWith('/'))
        {
            yield return FieldError.Invalid($"{Path}.apiVersion", apiVersion, "version must not be empty");
        }

        foreach (var name in new[] { "kind", "name", "uid" })
        {
            if (reference.Text(name) is null or "")
            {
                yield return FieldError.Invalid($"{Path}.{name}", "", "must not be empty");
            }
        }

        if (apiVersion == "v1" && reference.Text("kind") == "Event")
        {
            yield return FieldError.Invalid(Path, GoValue.Of(reference), "/v1, Kind=Event is disallowed from being an owner");
        }
    }

    private static IEnumerable<FieldError> CheckControllers(List<JsonObject> references)
    {
        var controllers = references.Where(reference => reference.Boolean("controller") == true).Take(2).ToList();
        if (controllers.Count == 2)
        {
            yield return FieldError.Invalid(
                Path,
                GoValue.Of(new JsonArray([.. references.Select(reference => reference.DeepClone())])),
                $"Only one reference can have Controller set to true. Found \"true\" in references for {Name(controllers[0])} and {Name(controllers[1])}");
        }
    }

    private static string Name(JsonObject reference) => $"{reference.Text("kind")}/{reference.Text("name")}";
}
