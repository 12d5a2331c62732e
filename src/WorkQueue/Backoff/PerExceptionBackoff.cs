namespace KubeController.WorkQueues;

/// <summary>Chooses the policy by what the work failed with.</summary>
/// <example>
/// <code>new PerExceptionBackoff(error => error is TimeoutException ? patient : usual)</code>
/// </example>
public sealed class PerExceptionBackoff : IBackoffPolicy
{
    private readonly Func<Exception?, IBackoffPolicy> _choose;

    /// <summary>Creates a policy of others.</summary>
    /// <param name="choose">Returns the policy for an exception, or for a failure without one. It is called for each failure; return the same instances.</param>
    public PerExceptionBackoff(Func<Exception?, IBackoffPolicy> choose)
    {
        ArgumentNullException.ThrowIfNull(choose);
        _choose = choose;
    }

    /// <inheritdoc/>
    public TimeSpan GetDelay(in RetryContext retry) => _choose(retry.Error).GetDelay(retry);
}
