using System.Diagnostics.Metrics;
using System.Security.Cryptography;

namespace KubeController.WorkQueues;

/// <summary>Says how a <see cref="WorkQueue{TKey}"/> measures time, spaces retries, orders and compares keys, and is measured itself.</summary>
/// <remarks>Read once, by the constructor of the queue; a later change has no effect on it.</remarks>
/// <typeparam name="TKey">The type of the keys.</typeparam>
public sealed class WorkQueueOptions<TKey>
    where TKey : notnull
{
    /// <summary>Gets or sets the clock and the timer behind every delay.</summary>
    /// <value>The default value is <see cref="System.TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Gets or sets where chance comes from: numbers from 0 (inclusive) to 1 (exclusive).</summary>
    /// <remarks>Called for the backoff policy alone, by one thread at a time.</remarks>
    /// <value>The default value is a random generator of its own, with a seed that differs from queue to queue.</value>
    public Func<double> Random { get; set; } = new Random(RandomNumberGenerator.GetInt32(int.MaxValue)).NextDouble;

    /// <summary>Gets or sets how long a failed key waits before it is tried again.</summary>
    /// <value>The default value is an <see cref="ExponentialBackoff"/>: 5 milliseconds to 1,000 seconds, less up to a fifth by chance.</value>
    public IBackoffPolicy Backoff { get; set; } = new ExponentialBackoff();

    /// <summary>Gets or sets how many takes there are to one that hands out the key that is ready for longest, whatever its priority.</summary>
    /// <remarks>This is what makes the lowest lane move while higher ones are never empty: a key behind n that are ready for longer is taken after at most n + 1 times so many takes.</remarks>
    /// <value>The default value is 10. 1 ignores priorities; 0 obeys them strictly, and lower ones may starve.</value>
    public int AgingInterval { get; set; } = 10;

    /// <summary>Gets or sets how keys are compared.</summary>
    /// <remarks>Equality is asked for under the lock of the queue: quick, without calling the queue and without throwing.</remarks>
    /// <value>The default value is <see langword="null"/>: the equality of <typeparamref name="TKey"/>.</value>
    public IEqualityComparer<TKey>? Comparer { get; set; }

    /// <summary>Gets or sets the name that metrics are told apart by (their tag <c>name</c>). Each queue of a process should have its own.</summary>
    /// <value>The default value is <see langword="null"/>: a queue without a name is not measured.</value>
    public string? Name { get; set; }

    /// <summary>Gets or sets what makes the meter <c>KubeController.WorkQueue</c>, on which a queue with a name is measured.</summary>
    /// <value>The default value is <see langword="null"/>: the queue is not measured.</value>
    public IMeterFactory? MeterFactory { get; set; }

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentNullException.ThrowIfNull(Random);
        ArgumentNullException.ThrowIfNull(Backoff);
        ArgumentOutOfRangeException.ThrowIfNegative(AgingInterval);
    }
}
