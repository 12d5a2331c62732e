using k8s;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Informers.Storage;

/// <summary>What a query selects of a snapshot: the shortest stretch that some index offers, and a look at each object on it.</summary>
internal sealed class StoreSelection<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly StoreContent<T> _content;
    private readonly StoreQuery _query;
    private readonly EntryTree<T> _tree;
    private readonly int _from;
    private readonly int _end;

    public StoreSelection(StoreContent<T> present, StoreQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(query.Limit, nameof(query));
        _content = SnapshotOf(present, query);
        _query = query;
        (_tree, var range) = StretchOf(_content, query);
        (_from, _end) = (query.Continue?.Rank ?? range.Start.Value, range.End.Value);
    }

    public StorePage<T> Read(StateReader<T> reader)
    {
        var (selected, rank) = (new List<Stored<T>>(), _from);
        foreach (var entry in _tree.Slice(_from.._end))
        {
            if (Selects(entry.Item))
            {
                if (_query.Limit > 0 && selected.Count == _query.Limit)
                {
                    return ToPage(selected, reader, new(_content, _query, rank));
                }

                selected.Add(entry.Item);
            }

            rank++;
        }

        return ToPage(selected, reader, next: null);
    }

    private static StoreContent<T> SnapshotOf(StoreContent<T> present, StoreQuery query)
    {
        if (query.Continue is not { } known)
        {
            return present;
        }

        return known.Snapshot is StoreContent<T> snapshot && (known.Query.Namespace, known.Query.Labels?.ToString()) == (query.Namespace, query.Labels?.ToString())
            ? snapshot
            : throw new ArgumentException("The page to continue with is of another query or of another store. Keep namespace and labels from page to page.", nameof(query));
    }

    private static (EntryTree<T> Tree, Range Range) StretchOf(StoreContent<T> content, StoreQuery query)
    {
        var tree = content.Objects;
        var best = (Tree: tree, Range: query.Namespace is null ? ..tree.Count : tree.RangeOf(query.Namespace));
        foreach (var (label, value) in query.Labels?.Exact ?? [])
        {
            if (content.TryGetIndex(StoreIndexes.Label(label), out var index) && index.RangeOf(value) is var range && LengthOf(range) < LengthOf(best.Range))
            {
                best = (index, range);
            }
        }

        return best;
    }

    private static int LengthOf(Range range) => range.End.Value - range.Start.Value;

    private bool Selects(Stored<T> item) =>
        (_query.Namespace is null || item.Key.Namespace == _query.Namespace) && (_query.Labels is null || _query.Labels.Matches(item.ReadMetadata().Labels));

    private StorePage<T> ToPage(List<Stored<T>> selected, StateReader<T> reader, StoreContinuation? next)
    {
        var undecodable = new List<NamespacedName>();
        return new(reader.ReadAll(selected, undecodable), undecodable, _content.ResourceVersion, next);
    }
}
