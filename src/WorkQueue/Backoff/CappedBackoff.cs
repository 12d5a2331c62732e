namespace KubeController.WorkQueues;

/// <summary>Shortens the delays of another policy to a limit.</summary>
public sealed class CappedBackoff : IBackoffPolicy
{
    private readonly IBackoffPolicy _policy;
    private readonly TimeSpan _longest;

    /// <summary>Creates a policy over another one.</summary>
    /// <param name="policy">The other policy.</param>
    /// <param name="longest">The longest delay; zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The longest delay is negative.</exception>
    public CappedBackoff(IBackoffPolicy policy, TimeSpan longest)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, TimeSpan.Zero);
        (_policy, _longest) = (policy, longest);
    }

    /// <inheritdoc/>
    public TimeSpan GetDelay(in RetryContext retry)
    {
        var delay = _policy.GetDelay(retry);
        return delay < _longest ? delay : _longest;
    }
}
