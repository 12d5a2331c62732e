using KubeController.Client;

namespace KubeController.Reconcilers.Running;

/// <summary>How a reconcile has ended, be it by a result or by an exception. Here it is decided what becomes of the key.</summary>
/// <param name="Fate">What becomes of the key.</param>
/// <param name="Result">The name of it all, for metrics and traces.</param>
internal readonly record struct ReconcileEnd(ReconcileFate Fate, string Result)
{
    public TimeSpan Delay { get; private init; }

    public int? Priority { get; private init; }

    public string? Reason { get; private init; }

    public Exception? Error { get; private init; }

    public bool IsTerminal => Result == "terminal";

    public bool IsTimeout => Result == "timeout";

    public bool IsConflict => Result == "conflict";

    public static ReconcileEnd Of(in ReconcileResult result) => result.Outcome switch
    {
        ReconcileOutcome.Retry => new(ReconcileFate.IsRetried, "retry") { Reason = result.Reason, Delay = result.Delay },
        ReconcileOutcome.Terminal => new(ReconcileFate.Rests, "terminal") { Reason = result.Reason },
        ReconcileOutcome.RequeueAfter => new(ReconcileFate.ComesAgain, "requeue_after") { Delay = result.Delay, Priority = result.Priority },
        _ => new(ReconcileFate.Rests, "success"),
    };

    public static ReconcileEnd Of(Exception error) => error switch
    {
        TerminalException => new(ReconcileFate.Rests, "terminal") { Reason = error.Message, Error = error },
        DeadlineExceededException => new(ReconcileFate.IsRetried, "timeout") { Error = error },

        // What was read is not the newest; that is no fault, and the change that explains it is on its way.
        ConflictException or AlreadyExistsException => new(ReconcileFate.IsRetried, "conflict") { Reason = error.Message, Error = error },
        ApiException answer => new(ReconcileFate.IsRetried, "error") { Error = error, Delay = answer.RetryAfter ?? TimeSpan.Zero },
        WriteStageException stage => new(ReconcileFate.IsRetried, "error") { Error = error, Delay = stage.RetryAfter ?? TimeSpan.Zero },
        _ => new(ReconcileFate.IsRetried, "error") { Error = error },
    };

    public static ReconcileEnd Interrupted { get; } = new(ReconcileFate.IsInterrupted, "cancelled");
}
