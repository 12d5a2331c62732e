using KubeController.Client;

namespace KubeController.Informers.Storage;

/// <summary>
/// Objects in the order of a value, namespace and name. It is never changed: each change returns another tree that shares all but one path, so that whoever
/// holds one has a snapshot, for nothing, and reads it without a lock.
/// </summary>
internal sealed class EntryTree<T>
    where T : class
{
    private readonly EntryNode<T>? _root;

    private EntryTree(EntryNode<T>? root) => _root = root;

    public static EntryTree<T> Empty { get; } = new(null);

    public int Count => _root?.Count ?? 0;

    /// <summary>Returns a tree of entries that are in order already, each place once.</summary>
    public static EntryTree<T> Of(ReadOnlySpan<Entry<T>> entries)
    {
        if (entries.IsEmpty)
        {
            return Empty;
        }

        var nodes = new List<EntryNode<T>>();
        while (!entries.IsEmpty)
        {
            var width = Math.Min(EntryNode<T>.MaxWidth, entries.Length);
            nodes.Add(new(entries[..width].ToArray()));
            entries = entries[width..];
        }

        while (nodes.Count > 1)
        {
            nodes = [.. nodes.Chunk(EntryNode<T>.MaxWidth).Select(static below => new EntryNode<T>(below))];
        }

        return new(nodes[0]);
    }

    public Stored<T>? Find(string value, NamespacedName key) => _root?.Find(new(value, key));

    /// <summary>Returns the ranks of the entries that have a value.</summary>
    public Range RangeOf(string value) => Rank(EntryPosition.Before(value))..Rank(EntryPosition.After(value));

    public int CountOf(string value) => Rank(EntryPosition.After(value)) - Rank(EntryPosition.Before(value));

    /// <summary>Returns the first object that has a value.</summary>
    public Stored<T>? FirstOf(string value)
    {
        var rank = Rank(EntryPosition.Before(value));
        return rank < Count && _root!.LeafFrom(rank).Span[0] is var entry && entry.Value == value ? entry.Item : null;
    }

    public int Rank(in EntryPosition position) => _root?.Rank(position) ?? 0;

    /// <summary>Returns the entries of a range of ranks.</summary>
    public IEnumerable<Entry<T>> Slice(Range range)
    {
        var (rank, end) = (range.Start.Value, range.End.Value);
        while (rank < end)
        {
            var leaf = _root!.LeafFrom(rank);
            for (var i = 0; i < leaf.Length && rank < end; i++, rank++)
            {
                yield return leaf.Span[i];
            }
        }
    }

    public IEnumerable<Entry<T>> All() => Slice(..Count);

    /// <summary>Returns each value that an entry has, once.</summary>
    public IEnumerable<string> Values()
    {
        for (var rank = 0; rank < Count;)
        {
            var value = _root!.LeafFrom(rank).Span[0].Value;
            yield return value;
            rank = Rank(EntryPosition.After(value));
        }
    }

    public EntryTree<T> Set(string value, Stored<T> item)
    {
        if (_root is null)
        {
            return new(new EntryNode<T>([new Entry<T>(value, item)]));
        }

        var left = _root.Set(new(value, item.Key), new(value, item), out var right);
        return new(right is null ? left : new([left, right]));
    }

    public EntryTree<T> Remove(string value, NamespacedName key)
    {
        var rest = _root?.Remove(new(value, key));
        while (rest?.Only is { } only)
        {
            rest = only;
        }

        return rest is null ? Empty : new(rest);
    }
}
