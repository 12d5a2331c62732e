namespace KubeController.Reconcilers.Running;

/// <summary>What becomes of a key after its reconcile.</summary>
internal enum ReconcileFate
{
    /// <summary>It waits for something to happen.</summary>
    Rests,

    /// <summary>It comes again at a time.</summary>
    ComesAgain,

    /// <summary>It comes again after its backoff.</summary>
    IsRetried,

    /// <summary>It was cancelled by us, and comes again when somebody works again, as if it had not been begun.</summary>
    IsInterrupted,
}
