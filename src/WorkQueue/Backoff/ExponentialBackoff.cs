namespace KubeController.WorkQueues;

/// <summary>Doubles the delay of a key with each failure in a row, up to a limit, and takes a random share away.</summary>
/// <remarks>What client-go calls <c>ItemExponentialFailureRateLimiter</c>, with its defaults, and with jitter, so that keys that failed together do not come back together.</remarks>
public sealed class ExponentialBackoff : IBackoffPolicy
{
    private readonly TimeSpan _base;
    private readonly TimeSpan _max;
    private readonly double _jitter;

    /// <summary>Creates a policy.</summary>
    /// <param name="baseDelay">The delay after the first failure, more than zero; 5 milliseconds by default.</param>
    /// <param name="maxDelay">The longest delay, at least <paramref name="baseDelay"/>; 1,000 seconds by default.</param>
    /// <param name="jitter">The share of each delay that chance may take away, from 0 (none) to 1. With 0.2, the default, 100 milliseconds become 80 to 100.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside of these ranges.</exception>
    public ExponentialBackoff(TimeSpan? baseDelay = null, TimeSpan? maxDelay = null, double jitter = 0.2)
    {
        _base = baseDelay ?? TimeSpan.FromMilliseconds(5);
        _max = maxDelay ?? TimeSpan.FromSeconds(1000);
        _jitter = jitter;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(_base, TimeSpan.Zero, nameof(baseDelay));
        ArgumentOutOfRangeException.ThrowIfLessThan(_max, _base, nameof(maxDelay));
        if (!(jitter is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(jitter), jitter, "The jitter is a share of the delay: from 0 to 1.");
        }
    }

    /// <inheritdoc/>
    public TimeSpan GetDelay(in RetryContext retry)
    {
        var doublings = retry.Failures - 1;

        // Compared before shifting, so that nothing overflows however often a key has failed.
        var delay = doublings < 62 && _base.Ticks <= _max.Ticks >> doublings ? TimeSpan.FromTicks(_base.Ticks << doublings) : _max;
        return _jitter == 0 ? delay : delay * (1 - (_jitter * retry.Random()));
    }
}
