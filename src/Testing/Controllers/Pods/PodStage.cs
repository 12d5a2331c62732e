namespace KubeController.Testing.Controllers.Pods;

/// <summary>How far a pod has come.</summary>
internal enum PodStage
{
    /// <summary>Waits for its node.</summary>
    Unscheduled,

    /// <summary>Finds no node.</summary>
    Stuck,

    /// <summary>Has a node; its containers wait.</summary>
    Scheduled,

    /// <summary>Its init containers run, one after the other.</summary>
    Initializing,

    /// <summary>Its containers were started.</summary>
    Started,

    /// <summary>Nothing of it runs, and nothing will.</summary>
    Stopped,
}
