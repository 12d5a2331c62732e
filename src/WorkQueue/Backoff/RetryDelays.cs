namespace KubeController.WorkQueues.Backoff;

/// <summary>Asks the policy of a queue, for one failure at a time, and keeps the key when the policy itself fails.</summary>
internal sealed class RetryDelays(IBackoffPolicy policy, TimeProvider timeProvider, Func<double> random)
{
    // For what has no delay because its policy threw.
    private static readonly ExponentialBackoff Fallback = new();

    private readonly Lock _lock = new();

    /// <summary>Returns the delay, and what the policy threw if it did.</summary>
    public (TimeSpan Delay, Exception? Fault) After(int failures, Exception? error)
    {
        var retry = new RetryContext(failures, error, timeProvider, random);
        lock (_lock)
        {
            try
            {
                return (policy.GetDelay(retry), null);
            }
            catch (Exception fault)
            {
                return (Fallback.GetDelay(retry with { Random = static () => 0 }), fault);
            }
        }
    }
}
