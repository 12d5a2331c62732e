namespace KubeController.WorkQueues;

/// <summary>Limits how many retries there are over all keys: each takes a token, and waits for it where none is left.</summary>
/// <remarks>
/// What client-go calls <c>BucketRateLimiter</c>. Usually inside a <see cref="LongestBackoff"/>, beside a policy that looks at the key. One bucket may be
/// shared by several queues with the same clock.
/// </remarks>
public sealed class TokenBucketBackoff : IBackoffPolicy
{
    private readonly Lock _lock = new();
    private readonly double _perSecond;
    private readonly int _burst;

    // Below zero as many tokens are owed to retries that wait.
    private double _tokens;
    private long? _filledAt;

    /// <summary>Creates a full bucket.</summary>
    /// <param name="perSecond">How many tokens come into the bucket in a second, more than zero; 10 by default.</param>
    /// <param name="burst">How many tokens the bucket holds, at least 1; 100 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside of these ranges.</exception>
    public TokenBucketBackoff(double perSecond = 10, int burst = 100)
    {
        if (!(perSecond > 0) || double.IsInfinity(perSecond))
        {
            throw new ArgumentOutOfRangeException(nameof(perSecond), perSecond, "The rate is a number of tokens a second: more than zero.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(burst, 1);
        (_perSecond, _burst, _tokens) = (perSecond, burst, burst);
    }

    /// <inheritdoc/>
    public TimeSpan GetDelay(in RetryContext retry)
    {
        var now = retry.TimeProvider.GetTimestamp();
        lock (_lock)
        {
            var elapsed = _filledAt is { } filledAt ? retry.TimeProvider.GetElapsedTime(filledAt, now) : TimeSpan.Zero;
            if (elapsed >= TimeSpan.Zero)
            {
                _tokens = Math.Min(_burst, _tokens + (elapsed.TotalSeconds * _perSecond));
                _filledAt = now;
            }

            _tokens--;
            var seconds = Math.Max(0, -_tokens / _perSecond);
            return seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;
        }
    }
}
