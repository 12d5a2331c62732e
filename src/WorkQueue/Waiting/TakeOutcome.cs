namespace KubeController.WorkQueues.Waiting;

/// <summary>How a try to take a key ended.</summary>
internal enum TakeOutcome
{
    /// <summary>A key was taken.</summary>
    Taken,

    /// <summary>No key is ready; the waiter, if there is one, is told when that changes.</summary>
    Empty,

    /// <summary>No key was ready, but one has come meanwhile: to be tried again at once.</summary>
    Missed,

    /// <summary>The queue was shut down and has nothing left to hand out.</summary>
    Ended,
}
