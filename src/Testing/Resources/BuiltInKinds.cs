namespace KubeController.Testing.Resources;

/// <summary>The kinds that the server has without any CRD.</summary>
internal static class BuiltInKinds
{
    /// <summary>All of them, in the order of discovery.</summary>
    public static readonly IReadOnlyList<ResourceDefinition> All = [.. CoreKinds.All, .. WorkloadKinds.All, .. ClusterKinds.All, .. ReviewKinds.All];
}
