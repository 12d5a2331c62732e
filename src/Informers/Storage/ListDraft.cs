using KubeController.Client;

namespace KubeController.Informers.Storage;

/// <summary>What a list has shown so far, built aside while its pages arrive.</summary>
internal sealed class ListDraft<T>(StoreContent<T> before, string part = StoreParts.Everything)
    where T : class
{
    // In the order of the list. By name: a streamed list tells also of what changes and goes while it lasts.
    private readonly OrderedDictionary<NamespacedName, Stored<T>> _items = [];
    private readonly HashSet<NamespacedName> _unreadable = [];
    private bool _hasNameless;

    /// <summary>Gets the items, in the order of the list.</summary>
    public IReadOnlyCollection<Stored<T>> Items => _items.Values;

    public IReadOnlyCollection<NamespacedName> Unreadable => _unreadable;

    /// <summary>Gets the part of the store that the list is of.</summary>
    public string Part => part;

    /// <summary>Gets or sets the version the list as a whole is of.</summary>
    public string? ResourceVersion { get; set; }

    /// <summary>Gets or sets which part of all objects the server says that it has shown.</summary>
    public string? ConfirmedShardSelector { get; set; }

    public Stored<T>? Find(NamespacedName key) => _items.GetValueOrDefault(key);

    /// <summary>Takes an item; of several with the same name the last counts. An unchanged one stays the instance the store has: nobody is told of it.</summary>
    public void Add(Stored<T> item)
    {
        _items[item.Key] = before.Find(item.Key) is { } known && (ReferenceEquals(item, known) || item.IsSameVersionAs(known)) ? known : item;
        _unreadable.Remove(item.Key);
    }

    /// <summary>Takes back an object that was deleted while the list lasted.</summary>
    public void Remove(NamespacedName key)
    {
        _items.Remove(key);
        _unreadable.Remove(key);
    }

    /// <summary>Notes an object that is there but cannot be read; without a name it may be any.</summary>
    public void AddUnreadable(NamespacedName? key)
    {
        _hasNameless |= key is null;
        if (key is { } named)
        {
            _unreadable.Add(named);
        }
    }

    /// <summary>Tells whether an object that is not among the items must be taken as present all the same.</summary>
    public bool Keeps(NamespacedName key) => !Covers(key) || _hasNameless || _unreadable.Contains(key);

    /// <summary>Tells whether an object belongs to the part that the list is of.</summary>
    public bool Covers(NamespacedName key) => part.Length == 0 || key.Namespace == part;
}
