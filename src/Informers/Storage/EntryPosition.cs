using KubeController.Client;

namespace KubeController.Informers.Storage;

/// <summary>A place in the order of entries, which is by value, then namespace, then name, each ordinal: that of one entry, or the edge of all that have a value.</summary>
internal readonly struct EntryPosition
{
    private readonly string _value;
    private readonly NamespacedName _key;
    private readonly int _edge;

    public EntryPosition(string value, NamespacedName key) => (_value, _key) = (value, key);

    private EntryPosition(string value, int edge) => (_value, _edge) = (value, edge);

    public static EntryPosition Before(string value) => new(value, -1);

    public static EntryPosition After(string value) => new(value, 1);

    /// <summary>Returns less than zero if an entry is behind this place, more than zero if it is before it, zero if it is there.</summary>
    public int CompareTo<T>(in Entry<T> entry)
        where T : class
    {
        var order = string.CompareOrdinal(_value, entry.Value);
        return order != 0 ? order : _edge != 0 ? _edge : Compare(_key, entry.Item.Key);
    }

    public static int Compare(NamespacedName one, NamespacedName other)
    {
        var order = string.CompareOrdinal(one.Namespace, other.Namespace);
        return order != 0 ? order : string.CompareOrdinal(one.Name, other.Name);
    }
}
