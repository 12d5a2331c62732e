namespace KubeController.Informers.Storage;

/// <summary>Finds objects by a value a function derives from them. Never changed; each change returns another.</summary>
/// <param name="name">The name.</param>
/// <param name="ordinal">Where in <see cref="Stored{T}.Filed"/> the values of this index are.</param>
/// <param name="values">Derives the values of an object.</param>
/// <param name="tree">The objects, each under its values.</param>
internal sealed class StoreIndex<T>(string name, int ordinal, Func<Stored<T>, IEnumerable<string>> values, EntryTree<T> tree)
    where T : class
{
    public string Name => name;

    public EntryTree<T> Tree => tree;

    /// <summary>Derives the values of an object, each once.</summary>
    /// <exception cref="Exception">What the function throws; it gave a null.</exception>
    public string[] ValuesOf(Stored<T> item)
    {
        string?[] found = [.. values(item).Distinct(StringComparer.Ordinal)];
        return found.Contains(null)
            ? throw new InvalidOperationException("The index function gave a null among the values. Give no value for an object that has none.")
            : Shared(found!);
    }

    /// <summary>Files the new state of an object under its values, and no longer under those it does not have any more.</summary>
    public StoreIndex<T> Refile(Stored<T>? old, Stored<T>? now)
    {
        var (before, after) = (old?.Filed[ordinal] ?? [], now?.Filed[ordinal] ?? []);
        var filed = tree;
        foreach (var value in before)
        {
            filed = after.Contains(value, StringComparer.Ordinal) ? filed : filed.Remove(value, old!.Key);
        }

        foreach (var value in after)
        {
            filed = filed.Set(value, now!);
        }

        return With(filed);
    }

    /// <summary>Returns the index of all these objects, and no others; they are in the order of their names.</summary>
    public StoreIndex<T> Filled(IEnumerable<Stored<T>> items)
    {
        var entries = items.SelectMany(item => item.Filed[ordinal], static (item, value) => new Entry<T>(value, item)).ToList();
        // A stable sort: under each value they stay in the order of their names.
        return With(EntryTree<T>.Of(entries.OrderBy(static entry => entry.Value, StringComparer.Ordinal).ToArray()));
    }

    private StoreIndex<T> With(EntryTree<T> filed) => new(name, ordinal, values, filed);

    // A value comes from the function as a new string each time; those that are filed already serve as well.
    private string[] Shared(string[] found)
    {
        if (found is not [var value] || tree.FirstOf(value) is not { } filed)
        {
            return found;
        }

        return filed.Filed[ordinal] is [_] same ? same : found;
    }
}
