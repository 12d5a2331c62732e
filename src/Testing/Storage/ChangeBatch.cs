namespace KubeController.Testing.Storage;

/// <summary>What a watch finds when it looks for changes.</summary>
internal readonly record struct ChangeBatch
{
    /// <summary>The changes after the position, oldest first; empty when there are none.</summary>
    public required IReadOnlyList<Change> Changes { get; init; }

    /// <summary>Everything up to here is in the changes: the position to go on from.</summary>
    public required long Revision { get; init; }

    /// <summary>Whether changes after the position have been forgotten already.</summary>
    public bool IsExpired { get; init; }

    /// <summary>Completes at the next write of the kind; null when there are changes.</summary>
    public Task? Next { get; init; }
}
