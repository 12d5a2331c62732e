namespace KubeController.Informers;

/// <summary>Names the indexes every <see cref="Store{T}"/> has.</summary>
public static class StoreIndexes
{
    /// <summary>The index by namespace. Objects without a namespace are found under the empty string.</summary>
    public const string Namespace = "namespace";
}
