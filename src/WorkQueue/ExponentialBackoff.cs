namespace KubeController.WorkQueues;

/// <summary>Doubles the delay with each failure in a row, up to a limit, and takes a random share away.</summary>
internal sealed class ExponentialBackoff
{
    private readonly TimeSpan _base;
    private readonly TimeSpan _max;
    private readonly double _jitter;
    private readonly Func<double> _random;

    public ExponentialBackoff(TimeSpan baseDelay, TimeSpan maxDelay, double jitter, Func<double> random)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(baseDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDelay, baseDelay);
        if (!(jitter is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(jitter), jitter, "The jitter is a share of the delay: from 0 to 1.");
        }

        (_base, _max, _jitter, _random) = (baseDelay, maxDelay, jitter, random);
    }

    /// <summary>Returns the delay after so many failures in a row (at least one).</summary>
    public TimeSpan After(int failures)
    {
        var doublings = failures - 1;

        // Compared before shifting, so that nothing overflows however often a key has failed.
        var delay = doublings < 62 && _base.Ticks <= _max.Ticks >> doublings ? TimeSpan.FromTicks(_base.Ticks << doublings) : _max;
        return delay * (1 - (_jitter * _random()));
    }
}
