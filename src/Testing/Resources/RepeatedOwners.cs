using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Resources;

/// <summary>Owner references that say the same twice.</summary>
internal static class RepeatedOwners
{
    /// <summary>Drops those that repeat one before, and warns.</summary>
    /// <param name="call">The request; it takes the warning.</param>
    /// <param name="obj">The object to be.</param>
    /// <param name="when">When they were found, for the text.</param>
    public static void Drop(ApiCall call, JsonObject obj, string when)
    {
        if (obj.Object("metadata")?.Array("ownerReferences") is not { Count: > 1 } owners)
        {
            return;
        }

        var repeated = new List<JsonNode>();
        for (var i = 1; i < owners.Count; i++)
        {
            if (owners[i] is { } owner && owners.Take(i).Any(other => !repeated.Contains(other!) && JsonNode.DeepEquals(other, owner)))
            {
                repeated.Add(owner);
            }
        }

        if (repeated.Count > 0)
        {
            repeated.ForEach(owner => owners.Remove(owner));
            var uids = string.Join(", ", repeated.Select(owner => owner["uid"].AsText()).Distinct());
            call.Warnings.Add($".metadata.ownerReferences contains duplicate entries{when}; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: {uids}");
        }
    }
}
