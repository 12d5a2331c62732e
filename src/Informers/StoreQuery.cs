namespace KubeController.Informers;

/// <summary>Says which objects of a <see cref="Store{T}"/> to list, and how many at a time.</summary>
public sealed record StoreQuery
{
    /// <summary>Gets the namespace; empty for objects without one.</summary>
    /// <value>The default value is <see langword="null"/>: all namespaces.</value>
    public string? Namespace { get; init; }

    /// <summary>Gets what the labels must be.</summary>
    /// <value>The default value is <see langword="null"/>: whatever they are.</value>
    public LabelSelector? Labels { get; init; }

    /// <summary>Gets the most objects in a page; zero for all.</summary>
    /// <value>The default value is zero.</value>
    public int Limit { get; init; }

    /// <summary>Gets where to go on, as <see cref="StorePage{T}.Continue"/> of the page before says.</summary>
    /// <value>The default value is <see langword="null"/>: at the beginning of the present state.</value>
    public StoreContinuation? Continue { get; init; }
}
