using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Resources;

/// <summary>Takes owner references out that stand twice, and says so.</summary>
internal static class OwnerReferences
{
    /// <summary>Leaves each reference once, in place.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="isPatched">Whether the duplicates came through a patch: the text differs.</param>
    /// <returns>The text of the Warning; null where nothing stood twice.</returns>
    public static string? Deduplicate(JsonObject obj, bool isPatched)
    {
        if (obj.Object("metadata")?.Array("ownerReferences") is not { Count: > 1 } references)
        {
            return null;
        }

        var duplicates = new List<string>();
        for (var i = references.Count - 1; i > 0; i--)
        {
            var reference = references[i];
            if (references.Take(i).Any(earlier => JsonNode.DeepEquals(earlier, reference)))
            {
                duplicates.Insert(0, (reference as JsonObject)?.Text("uid") ?? "");
                references.RemoveAt(i);
            }
        }

        if (duplicates.Count == 0)
        {
            return null;
        }

        var when = isPatched ? "duplicate entries after mutating admission happens" : "duplicate entries";
        return $".metadata.ownerReferences contains {when}; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; "
            + $"please fix your requests; duplicate UID(s) observed: {string.Join(", ", duplicates)}";
    }
}
