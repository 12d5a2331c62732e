namespace KubeController.WorkQueues;

/// <summary>Decides how long a failed key waits before it is tried again.</summary>
/// <remarks>
/// A queue calls its policy for one failure at a time, and not under its lock. One policy may serve several queues; it is then called by all of them at once.
/// The counting of failures is the queue's: a policy that keeps nothing for each key cannot leak.
/// </remarks>
public interface IBackoffPolicy
{
    /// <summary>Returns the delay after a failure.</summary>
    /// <param name="retry">What is known of the failure.</param>
    /// <returns>The delay. Zero or less means at once, behind the keys that are ready.</returns>
    TimeSpan GetDelay(in RetryContext retry);
}
