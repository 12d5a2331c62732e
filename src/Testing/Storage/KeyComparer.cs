namespace KubeController.Testing.Storage;

/// <summary>Orders objects as the server's storage does: by the bytes of <c>namespace/name</c>.</summary>
internal sealed class KeyComparer : IComparer<StoredObject>
{
    /// <summary>The comparer.</summary>
    public static readonly KeyComparer Instance = new();

    private KeyComparer()
    {
    }

    /// <inheritdoc/>
    public int Compare(StoredObject? x, StoredObject? y) => string.CompareOrdinal(x?.Key, y?.Key);
}
