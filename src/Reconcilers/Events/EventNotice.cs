namespace KubeController.Reconcilers.Events;

/// <summary>What became of an event that was recorded.</summary>
internal enum EventNotice
{
    /// <summary>There is something to be sent.</summary>
    ToBeSent,

    /// <summary>It repeats one that is known, and the count is sent later.</summary>
    Counted,

    /// <summary>There is no room for it, or it comes after the end.</summary>
    Dropped,
}
