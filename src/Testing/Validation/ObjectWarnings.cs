using System.Text.Json.Nodes;
using KubeController.Testing.Json;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Validation;

/// <summary>What the server lets through but warns of.</summary>
internal static class ObjectWarnings
{
    private const string HostnameText =
        "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: ";

    /// <summary>The texts of the Warning headers for a new object, or for a changed one.</summary>
    /// <param name="resource">The object as it will be stored.</param>
    /// <param name="old">The object before; null on a create.</param>
    /// <param name="definition">Its kind.</param>
    public static IEnumerable<string> For(JsonObject resource, JsonObject? old, ResourceDefinition definition)
    {
        var metadata = resource.Object("metadata") ?? [];
        if (definition is { IsCustom: false, Group: "", Kind: "Pod" } && old is null)
        {
            var complaints = NameRules.Label(metadata.Text("name") ?? "");
            if (complaints.Count > 0)
            {
                yield return $"{HostnameText}[{string.Join(", ", complaints)}]";
            }
        }

        if (definition.IsCustom)
        {
            var before = old?.Object("metadata")?.Array("finalizers").Texts() ?? [];
            foreach (var finalizer in metadata.Array("finalizers").Texts().Where(name => !name.Contains('/') && !before.Contains(name) && name is not ("orphan" or "foregroundDeletion")))
            {
                yield return $"metadata.finalizers: \"{finalizer}\": prefer a domain-qualified finalizer name to avoid accidental conflicts with other finalizer writers";
            }
        }
    }
}
