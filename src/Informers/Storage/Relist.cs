namespace KubeController.Informers.Storage;

/// <summary>What a list makes of a store: all that is there then, and what that changes.</summary>
internal sealed class Relist<T>
    where T : class
{
    private readonly List<Entry<T>> _entries;
    private readonly List<Stored<T>> _gone = [];
    private readonly List<(Stored<T>? Old, Stored<T> New)> _changed = [];
    private readonly ListDraft<T> _draft;
    private readonly bool _isFirst;

    public Relist(StoreContent<T> before, ListDraft<T> draft)
    {
        _draft = draft;
        _isFirst = before.Count == 0;
        _entries = new(draft.Items.Count);
        Stored<T>[] listed = [.. draft.Items];
        Array.Sort(listed, static (one, other) => EntryPosition.Compare(one.Key, other.Key));
        Join(before, listed);
    }

    /// <summary>Gets what is there, in order.</summary>
    public ReadOnlySpan<Entry<T>> Entries => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_entries);

    /// <summary>Gets what is not there any more.</summary>
    public IReadOnlyList<Stored<T>> Gone => _gone;

    /// <summary>Gets what is new, or in another state.</summary>
    public IReadOnlyList<(Stored<T>? Old, Stored<T> New)> Changed => _changed;

    /// <summary>Gets by how many bytes what is there is more than what was.</summary>
    public long Growth => _changed.Sum(static change => (long)change.New.Size - (change.Old?.Size ?? 0)) - _gone.Sum(static item => (long)item.Size);

    public bool IsChange => _gone.Count + _changed.Count > 0;

    /// <summary>Brings an index in line.</summary>
    public StoreIndex<T> Refile(StoreIndex<T> index)
    {
        if (_isFirst)
        {
            return index.Filled(_entries.Select(static entry => entry.Item));
        }

        foreach (var item in _gone)
        {
            index = index.Refile(item, null);
        }

        foreach (var (old, now) in _changed)
        {
            index = index.Refile(old, now);
        }

        return index;
    }

    // Both are in order: one walk along both tells what they share.
    private void Join(StoreContent<T> before, Stored<T>[] listed)
    {
        using var known = before.All().GetEnumerator();
        var isMore = known.MoveNext();
        foreach (var item in listed)
        {
            var order = 1;
            while (isMore && (order = EntryPosition.Compare(known.Current.Key, item.Key)) < 0)
            {
                Miss(known.Current);
                isMore = known.MoveNext();
            }

            var old = isMore && order == 0 ? known.Current : null;
            isMore = old is null ? isMore : known.MoveNext();
            _entries.Add(new(item.Key.Namespace, item));
            if (!ReferenceEquals(old, item))
            {
                _changed.Add((old, item));
            }
        }

        for (; isMore; isMore = known.MoveNext())
        {
            Miss(known.Current);
        }
    }

    private void Miss(Stored<T> item)
    {
        if (_draft.Keeps(item.Key))
        {
            _entries.Add(new(item.Key.Namespace, item));
        }
        else
        {
            _gone.Add(item);
        }
    }
}
