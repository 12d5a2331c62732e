namespace KubeController.WorkQueues;

/// <summary>Names the priorities a queue uses by itself. Any other number may be used as well: the higher, the sooner.</summary>
/// <remarks>Each number in use at a time is a lane of its own; they are meant to be few.</remarks>
public static class WorkPriority
{
    /// <summary>The priority of what has just happened, and the default of every add: 0.</summary>
    public const int Live = 0;

    /// <summary>The priority with which a key of priority <see cref="Live"/> comes back after a failure or a requeue: -50. Every other priority is kept.</summary>
    public const int Retry = -50;

    /// <summary>The priority of what nobody waits for, such as the objects of an initial list and those of a resync: -100.</summary>
    public const int Background = -100;
}
