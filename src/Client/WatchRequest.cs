namespace KubeController.Client;

/// <summary>Says from which version, for how long and with which extra frames to watch.</summary>
public sealed record WatchRequest
{
    /// <summary>Gets the resourceVersion after which changes are sent.</summary>
    /// <value>The default value is <see langword="null"/>: from now on, preceded by an Added frame for every object there is.</value>
    public string? ResourceVersion { get; init; }

    /// <summary>Gets the seconds after which the server ends the watch in good order.</summary>
    /// <value>The default value is <see langword="null"/>: the server's choice.</value>
    public int? TimeoutSeconds { get; init; }

    /// <summary>Gets whether the server may send bookmarks, which carry nothing but a newer resourceVersion.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool AllowBookmarks { get; init; } = true;

    /// <summary>Gets whether the watch begins with the present state, ended by a bookmark with <see cref="WatchFrame{T}.IsInitialEventsEnd"/>.</summary>
    /// <value>The default value is <see langword="false"/>. A server without the feature refuses with <see cref="InvalidException"/> or ignores it.</value>
    public bool SendInitialEvents { get; init; }
}
