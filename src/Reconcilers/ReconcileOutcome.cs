namespace KubeController.Reconcilers;

/// <summary>What becomes of a key after it was reconciled.</summary>
public enum ReconcileOutcome
{
    /// <summary>Nothing, until something changes. Its failures are forgotten.</summary>
    Done,

    /// <summary>It is reconciled again after a given time, or sooner if something changes. Its failures are forgotten.</summary>
    RequeueAfter,

    /// <summary>It failed, and is reconciled again after its backoff.</summary>
    Retry,

    /// <summary>It failed, and trying again would not help: nothing, until something changes. Its failures are forgotten.</summary>
    Terminal,
}
