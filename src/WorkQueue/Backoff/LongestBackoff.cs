namespace KubeController.WorkQueues;

/// <summary>Asks several policies, each of them for each failure, and takes the longest of their delays.</summary>
public sealed class LongestBackoff : IBackoffPolicy
{
    private readonly IBackoffPolicy[] _policies;

    /// <summary>Creates a policy of others.</summary>
    /// <param name="policies">The policies, at least one.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public LongestBackoff(params IReadOnlyCollection<IBackoffPolicy> policies)
    {
        ArgumentNullException.ThrowIfNull(policies);
        _policies = [.. policies];
        if (_policies.Length == 0 || _policies.Contains(null))
        {
            throw new ArgumentException("The longest of no delays is none. Give at least one policy, and no null.", nameof(policies));
        }
    }

    /// <inheritdoc/>
    public TimeSpan GetDelay(in RetryContext retry)
    {
        var longest = TimeSpan.MinValue;
        foreach (var policy in _policies)
        {
            var delay = policy.GetDelay(retry);
            longest = delay > longest ? delay : longest;
        }

        return longest;
    }
}
