namespace KubeController.Reconcilers;

/// <summary>Says what kind of thing woke a reconcile.</summary>
public enum ReconcileCauseKind
{
    /// <summary>An object was there when the controller began.</summary>
    Listed,

    /// <summary>An object was added.</summary>
    Added,

    /// <summary>An object was changed.</summary>
    Modified,

    /// <summary>An object was deleted.</summary>
    Deleted,

    /// <summary>The informer showed an object again that had not changed.</summary>
    Resync,

    /// <summary>A channel of outside events named the key: see <see cref="ControllerBuilder{TResource}.WatchesChannel"/>.</summary>
    Channel,

    /// <summary>A timer named the key: see <see cref="ControllerBuilder{TResource}.Every"/>.</summary>
    Timer,

    /// <summary>The time has come that the reconcile before asked for, with <see cref="ReconcileResult.RequeueAfter(TimeSpan)"/>.</summary>
    Requeue,

    /// <summary>The reconcile before failed, and its backoff is over.</summary>
    Retry,

    /// <summary>Nothing has happened for <see cref="ControllerOptions.FailsafeInterval"/>.</summary>
    Failsafe,

    /// <summary>The reconcile before was cancelled, or it ran while something happened and was told of that already.</summary>
    Again,
}
