namespace KubeController.Client.Wire;

/// <summary>An item with its version, or why there is none; one of the two.</summary>
internal readonly record struct Decoded<TItem>(TItem? Item, string? ResourceVersion, UndecodableObject? Undecodable)
    where TItem : class
{
    /// <summary>Gets a value indicating whether the item is there, but not for us: of it, only the version counts.</summary>
    public bool IsOutside { get; init; }

    /// <summary>Reports what cannot be taken, with what can be read of it without its model.</summary>
    public static Decoded<TItem> Failed(ReadOnlySpan<byte> utf8, Exception error)
    {
        var head = ObjectHead.Read(utf8);
        return new(null, head.ResourceVersion, new(head.Key, head.ResourceVersion, error));
    }
}
