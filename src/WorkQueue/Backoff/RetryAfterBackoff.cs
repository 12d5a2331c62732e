namespace KubeController.WorkQueues;

/// <summary>Waits at least as long as a server asked for in its answer, such as by <c>Retry-After</c>.</summary>
public sealed class RetryAfterBackoff : IBackoffPolicy
{
    private readonly Func<Exception, TimeSpan?> _retryAfterOf;
    private readonly IBackoffPolicy _policy;
    private readonly TimeSpan _longest;

    /// <summary>Creates a policy over another one.</summary>
    /// <param name="retryAfterOf">Reads from an exception how long the server asks to wait; <see langword="null"/> if it does not.</param>
    /// <param name="policy">The delay is never shorter than this policy's.</param>
    /// <param name="longest">What a server can ask for at most: it is a number from outside, and must not stop a key for ever. 10 minutes by default.</param>
    public RetryAfterBackoff(Func<Exception, TimeSpan?> retryAfterOf, IBackoffPolicy policy, TimeSpan? longest = null)
    {
        ArgumentNullException.ThrowIfNull(retryAfterOf);
        ArgumentNullException.ThrowIfNull(policy);
        _longest = longest ?? TimeSpan.FromMinutes(10);
        ArgumentOutOfRangeException.ThrowIfLessThan(_longest, TimeSpan.Zero, nameof(longest));
        (_retryAfterOf, _policy) = (retryAfterOf, policy);
    }

    /// <inheritdoc/>
    public TimeSpan GetDelay(in RetryContext retry)
    {
        var delay = _policy.GetDelay(retry);
        var asked = retry.Error is { } error ? _retryAfterOf(error) ?? TimeSpan.Zero : TimeSpan.Zero;
        asked = asked < _longest ? asked : _longest;
        return asked > delay ? asked : delay;
    }
}
