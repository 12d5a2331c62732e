namespace KubeController.Client;

/// <summary>Says what a frame of a watch tells.</summary>
public enum WatchFrameType
{
    /// <summary>An object was created, or began to match the selectors, or is part of the initial state.</summary>
    Added,

    /// <summary>An object was changed.</summary>
    Modified,

    /// <summary>An object was deleted, or ceased to match the selectors; the frame has its last state.</summary>
    Deleted,

    /// <summary>Nothing happened up to the frame's resourceVersion.</summary>
    Bookmark,

    /// <summary>The watch failed; <see cref="WatchFrame{T}.Status"/> says why, and the server ends the stream.</summary>
    Error,

    /// <summary>The server sent what the model cannot take; <see cref="WatchFrame{T}.Undecodable"/> says what and why.</summary>
    Undecodable,

    /// <summary>Something happened to an object that <see cref="ListWatchOptions.ShardSelector"/> leaves out, and the server did not: only the frame's resourceVersion counts.</summary>
    Outside,
}
