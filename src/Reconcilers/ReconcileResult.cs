namespace KubeController.Reconcilers;

/// <summary>Says what to do with a key after it was reconciled. The default value is <see cref="Done"/>.</summary>
public readonly record struct ReconcileResult
{
    private ReconcileResult(ReconcileOutcome outcome, TimeSpan delay, string? reason)
    {
        Outcome = outcome;
        Delay = delay;
        Reason = reason;
    }

    /// <summary>Gets the result that asks for nothing until something changes.</summary>
    public static ReconcileResult Done => default;

    /// <summary>Gets what becomes of the key.</summary>
    public ReconcileOutcome Outcome { get; }

    /// <summary>Gets how long to wait at least; zero where the outcome knows no time, or the backoff alone decides.</summary>
    public TimeSpan Delay { get; }

    /// <summary>Gets with which priority the key comes again; <see langword="null"/> for the one it had.</summary>
    public int? Priority { get; private init; }

    /// <summary>Gets why it failed; <see langword="null"/> if it did not.</summary>
    public string? Reason { get; }

    /// <summary>Asks for another look after a time; a change of something that the controller watches comes sooner and takes its place.</summary>
    /// <param name="delay">How long to wait; zero or less, such as a deadline that has passed, means after the keys that wait now.</param>
    /// <returns>The result.</returns>
    public static ReconcileResult RequeueAfter(TimeSpan delay) => new(ReconcileOutcome.RequeueAfter, delay, reason: null);

    /// <summary>Does as <see cref="RequeueAfter(TimeSpan)"/>, and says how urgent it is then.</summary>
    /// <param name="delay">How long to wait.</param>
    /// <param name="priority">The higher, the sooner: see <see cref="WorkQueues.WorkPriority"/>.</param>
    /// <returns>The result.</returns>
    public static ReconcileResult RequeueAfter(TimeSpan delay, int priority) => new(ReconcileOutcome.RequeueAfter, delay, reason: null) { Priority = priority };

    /// <summary>Asks for another attempt after the backoff of the key.</summary>
    /// <param name="reason">What is not as it should be, for the log.</param>
    /// <param name="after">Waits at least so long, even if the backoff is shorter.</param>
    /// <returns>The result.</returns>
    public static ReconcileResult Retry(string reason, TimeSpan after = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return new(ReconcileOutcome.Retry, after, reason);
    }

    /// <summary>Gives up until something changes.</summary>
    /// <param name="reason">What is wrong and cannot be mended by trying again, for the log.</param>
    /// <returns>The result.</returns>
    public static ReconcileResult Terminal(string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return new(ReconcileOutcome.Terminal, TimeSpan.Zero, reason);
    }
}
