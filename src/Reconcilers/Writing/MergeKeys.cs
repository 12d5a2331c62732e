using k8s.Models;

namespace KubeController.Reconcilers.Writing;

/// <summary>By which fields the items of the lists of built-in kinds are told apart, as the Go types of the API say (patchMergeKey, listMapKey).</summary>
internal static class MergeKeys
{
    private static readonly Dictionary<string, string[]> OfBuiltInKinds = new(StringComparer.Ordinal)
    {
        ["containers"] = ["name"],
        ["initContainers"] = ["name"],
        ["ephemeralContainers"] = ["name"],
        ["volumes"] = ["name"],
        ["env"] = ["name"],
        ["imagePullSecrets"] = ["name"],
        ["secrets"] = ["name"],
        ["resourceClaims"] = ["name"],
        ["schedulingGates"] = ["name"],
        ["volumeMounts"] = ["mountPath"],
        ["volumeDevices"] = ["devicePath"],
        ["hostAliases"] = ["ip"],
        ["topologySpreadConstraints"] = ["topologyKey", "whenUnsatisfiable"],
        ["ports"] = ["containerPort", "port", "protocol"],
    };

    /// <returns>The fields, of which an item has all that it has at all; <see langword="null"/> where the list is one value.</returns>
    /// <param name="list">The name of the list.</param>
    /// <param name="holder">The name of the object that has the list, or of the list whose item has it.</param>
    /// <param name="isBuiltIn">Whether the kind is one of Kubernetes' own; of others nobody but their schema knows.</param>
    public static string[]? Of(string list, string holder, bool isBuiltIn) => list switch
    {
        "ownerReferences" when holder == "metadata" => ["uid"],
        _ when !isBuiltIn => null,

        // Those of a container and of a Service; the ports of a NetworkPolicy or an EndpointSlice are one value.
        "ports" when holder is not ("containers" or "initContainers" or "ephemeralContainers" or "spec") => null,
        _ => OfBuiltInKinds.GetValueOrDefault(list),
    };

    /// <summary>Returns what the server takes for a key that is left out.</summary>
    public static string? DefaultOf(string key) => key == "protocol" ? "TCP" : null;

    public static bool AreKnownFor<T>() => typeof(T).Assembly == typeof(V1Pod).Assembly;
}
