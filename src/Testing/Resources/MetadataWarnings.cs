using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Resources;

/// <summary>What the server accepts in metadata, but warns of.</summary>
internal static class MetadataWarnings
{
    private const int LongestLabel = 63;

    /// <summary>Warns of a new object.</summary>
    public static void OnCreate(ApiCall call, JsonObject obj)
    {
        var metadata = obj.Object("metadata")!;
        DropRepeatedOwners(call, obj, "");
        if (call.Definition.IsCustom)
        {
            call.Warnings.AddRange(metadata.Array("finalizers").Texts()
                .Where(finalizer => !finalizer.Contains('/', StringComparison.Ordinal))
                .Select(finalizer => $"metadata.finalizers: \"{finalizer}\": prefer a domain-qualified finalizer name to avoid accidental conflicts with other finalizer writers"));
        }

        if (call.Definition.Table == "pods" && metadata.Text("name") is { Length: > LongestLabel })
        {
            call.Warnings.Add($"metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [must be no more than {LongestLabel} characters]");
        }
    }

    /// <summary>Drops owner references that repeat one before, and says so.</summary>
    /// <param name="call">The request; it takes the warning.</param>
    /// <param name="obj">The object to be.</param>
    /// <param name="when">When they were found, for the text.</param>
    public static void DropRepeatedOwners(ApiCall call, JsonObject obj, string when)
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
