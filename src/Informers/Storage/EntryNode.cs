namespace KubeController.Informers.Storage;

/// <summary>A node of an <see cref="EntryTree{T}"/>: entries, or nodes below. It is never changed; each change returns a copy that shares what did not change.</summary>
internal sealed class EntryNode<T>
    where T : class
{
    // Small enough to be copied with every event, large enough for few levels.
    public const int MaxWidth = 32;

    // A node thinner than this joins its neighbour, if both fit into one.
    private const int MinWidth = 8;

    private readonly Entry<T>[] _entries = [];
    private readonly EntryNode<T>[] _below = [];

    public EntryNode(Entry<T>[] entries)
    {
        _entries = entries;
        First = entries[0];
        Count = entries.Length;
    }

    public EntryNode(EntryNode<T>[] below)
    {
        _below = below;
        First = below[0].First;
        foreach (var node in below)
        {
            Count += node.Count;
        }
    }

    /// <summary>Gets the first entry.</summary>
    public Entry<T> First { get; }

    /// <summary>Gets the number of entries, those of the nodes below included.</summary>
    public int Count { get; }

    /// <summary>Gets the one node below, where there is no other: a root like that is none.</summary>
    public EntryNode<T>? Only => _below is [var only] ? only : null;

    private bool IsLeaf => _below.Length == 0;

    /// <summary>Returns how many entries are before a place.</summary>
    public int Rank(in EntryPosition position)
    {
        if (IsLeaf)
        {
            return LowerBound(position);
        }

        var (at, rank) = (ChildOf(position), 0);
        for (var i = 0; i < at; i++)
        {
            rank += _below[i].Count;
        }

        return rank + _below[at].Rank(position);
    }

    /// <summary>Finds the entry at a place.</summary>
    public Stored<T>? Find(in EntryPosition position)
    {
        var node = this;
        while (!node.IsLeaf)
        {
            node = node._below[node.ChildOf(position)];
        }

        var at = node.LowerBound(position);
        return at < node._entries.Length && position.CompareTo(node._entries[at]) == 0 ? node._entries[at].Item : null;
    }

    /// <summary>Returns the entries of one leaf from a rank on.</summary>
    public ReadOnlyMemory<Entry<T>> LeafFrom(int rank)
    {
        var node = this;
        while (!node.IsLeaf)
        {
            var at = 0;
            while (rank >= node._below[at].Count)
            {
                rank -= node._below[at++].Count;
            }

            node = node._below[at];
        }

        return node._entries.AsMemory(rank);
    }

    /// <summary>Adds an entry, or replaces the one at its place.</summary>
    /// <param name="position">The place.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="right">What had to be split off.</param>
    public EntryNode<T> Set(in EntryPosition position, in Entry<T> entry, out EntryNode<T>? right)
    {
        if (IsLeaf)
        {
            var place = LowerBound(position);
            var isThere = place < _entries.Length && position.CompareTo(_entries[place]) == 0;
            return Split(isThere ? With(_entries, place, entry) : Inserted(_entries, place, entry), static entries => new(entries), out right);
        }

        var at = ChildOf(position);
        var below = With(_below, at, _below[at].Set(position, entry, out var more));
        return Split(more is null ? below : Inserted(below, at + 1, more), static nodes => new(nodes), out right);
    }

    /// <summary>Removes the entry at a place, if there is one.</summary>
    /// <returns>The rest; <see langword="null"/> if there is none.</returns>
    public EntryNode<T>? Remove(in EntryPosition position)
    {
        if (IsLeaf)
        {
            var place = LowerBound(position);
            var isThere = place < _entries.Length && position.CompareTo(_entries[place]) == 0;
            return !isThere ? this : _entries.Length == 1 ? null : new(Without(_entries, place));
        }

        var at = ChildOf(position);
        var (old, rest) = (_below[at], _below[at].Remove(position));
        return ReferenceEquals(old, rest) ? this
            : rest is null ? _below.Length == 1 ? null : new(Without(_below, at))
            : Joined(With(_below, at, rest), at);
    }

    private static EntryNode<T> Joined(EntryNode<T>[] below, int at)
    {
        var left = Math.Max(0, at - 1);
        if (below[at].Width >= MinWidth || left + 1 >= below.Length || below[left].Width + below[left + 1].Width > MaxWidth)
        {
            return new(below);
        }

        var (one, other) = (below[left], below[left + 1]);
        below = Without(below, left);
        below[left] = one.IsLeaf ? new([.. one._entries, .. other._entries]) : new([.. one._below, .. other._below]);
        return new(below);
    }

    private static EntryNode<T> Split<TPart>(TPart[] parts, Func<TPart[], EntryNode<T>> create, out EntryNode<T>? right)
    {
        if (parts.Length <= MaxWidth)
        {
            right = null;
            return create(parts);
        }

        right = create(parts[(parts.Length / 2)..]);
        return create(parts[..(parts.Length / 2)]);
    }

    private int Width => IsLeaf ? _entries.Length : _below.Length;

    /// <summary>Returns the first entry that is not before a place.</summary>
    private int LowerBound(in EntryPosition position)
    {
        var (low, high) = (0, _entries.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = position.CompareTo(_entries[middle]) > 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Returns the node below in which a place is: the last that begins there or before, or the first of all.</summary>
    private int ChildOf(in EntryPosition position)
    {
        var (low, high) = (1, _below.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = position.CompareTo(_below[middle].First) >= 0 ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }

    private static TPart[] With<TPart>(TPart[] parts, int at, TPart part)
    {
        var copy = parts.AsSpan().ToArray();
        copy[at] = part;
        return copy;
    }

    private static TPart[] Inserted<TPart>(TPart[] parts, int at, TPart part)
    {
        var copy = new TPart[parts.Length + 1];
        parts.AsSpan(0, at).CopyTo(copy);
        copy[at] = part;
        parts.AsSpan(at).CopyTo(copy.AsSpan(at + 1));
        return copy;
    }

    private static TPart[] Without<TPart>(TPart[] parts, int at)
    {
        var copy = new TPart[parts.Length - 1];
        parts.AsSpan(0, at).CopyTo(copy);
        parts.AsSpan(at + 1).CopyTo(copy.AsSpan(at));
        return copy;
    }
}
