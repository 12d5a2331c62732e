namespace KubeController.Informers;

/// <summary>Names the indexes every <see cref="Store{T}"/> has or may have.</summary>
public static class StoreIndexes
{
    /// <summary>The index by namespace, which every store has. Objects without a namespace are found under the empty string.</summary>
    public const string Namespace = "namespace";

    /// <summary>Returns the name of the index that <see cref="Store{T}.AddLabelIndex"/> adds.</summary>
    /// <param name="label">The label, such as <c>app.kubernetes.io/name</c>.</param>
    /// <returns>The name.</returns>
    public static string Label(string label) => $"label:{label}";
}
