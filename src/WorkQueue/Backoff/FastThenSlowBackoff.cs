namespace KubeController.WorkQueues;

/// <summary>Tries a key again a few times after a short delay, and after a long one from then on.</summary>
public sealed class FastThenSlowBackoff : IBackoffPolicy
{
    private readonly TimeSpan _fast;
    private readonly TimeSpan _slow;
    private readonly int _fastRetries;

    /// <summary>Creates a policy.</summary>
    /// <param name="fast">The delay of the first retries; zero or more.</param>
    /// <param name="slow">The delay of the later ones; at least <paramref name="fast"/>.</param>
    /// <param name="fastRetries">How many retries are fast; zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside of these ranges.</exception>
    public FastThenSlowBackoff(TimeSpan fast, TimeSpan slow, int fastRetries)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fast, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(slow, fast);
        ArgumentOutOfRangeException.ThrowIfNegative(fastRetries);
        (_fast, _slow, _fastRetries) = (fast, slow, fastRetries);
    }

    /// <inheritdoc/>
    public TimeSpan GetDelay(in RetryContext retry) => retry.Failures <= _fastRetries ? _fast : _slow;
}
