namespace KubeController.Reconcilers;

/// <summary>Says what a controller is at.</summary>
public enum ControllerPhase
{
    /// <summary>It waits until everything it watches has been listed.</summary>
    Syncing,

    /// <summary>It could work, and waits to be elected. Its caches are warm, and its queue fills.</summary>
    Standby,

    /// <summary>Its workers reconcile.</summary>
    Working,

    /// <summary>It was stopped, and every reconcile has ended.</summary>
    Stopped,
}
