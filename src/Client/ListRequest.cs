namespace KubeController.Client;

/// <summary>Says from which version, and in which pages, to list.</summary>
public sealed record ListRequest
{
    /// <summary>Gets the resourceVersion to list at; <c>0</c> takes what a cache of the server has.</summary>
    /// <value>The default value is <see langword="null"/>: the most recent state.</value>
    public string? ResourceVersion { get; init; }

    /// <summary>Gets how <see cref="ResourceVersion"/> is meant: <c>NotOlderThan</c> or <c>Exact</c>.</summary>
    /// <value>The default value is <see langword="null"/>: the server's rule for the version at hand.</value>
    public string? ResourceVersionMatch { get; init; }

    /// <summary>Gets the number of objects in a page; zero asks for all in one.</summary>
    /// <value>The default value is <see langword="null"/>: <see cref="ListWatchOptions.PageSize"/>.</value>
    public int? Limit { get; init; }

    /// <summary>Gets the token of the page to begin with, as <see cref="ListPage{T}.Continue"/> gave it.</summary>
    /// <value>The default value is <see langword="null"/>: the first page.</value>
    public string? Continue { get; init; }
}
