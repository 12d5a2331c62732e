using System.Security.Cryptography;

namespace KubeController.WorkQueues;

/// <summary>Says how a <see cref="WorkQueue{TKey}"/> measures time, spaces retries and compares keys.</summary>
/// <remarks>Read once, by the constructor of the queue; a later change has no effect on it.</remarks>
/// <typeparam name="TKey">The type of the keys.</typeparam>
public sealed class WorkQueueOptions<TKey>
    where TKey : notnull
{
    /// <summary>Gets or sets the clock and the timer behind every delay.</summary>
    /// <value>The default value is <see cref="System.TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Gets or sets where chance comes from: numbers from 0 (inclusive) to 1 (exclusive).</summary>
    /// <remarks>Called under the lock of the queue, so by one thread at a time: quick, and without calling the queue.</remarks>
    /// <value>The default value is a random generator of its own, with a seed that differs from queue to queue.</value>
    public Func<double> Random { get; set; } = new Random(RandomNumberGenerator.GetInt32(int.MaxValue)).NextDouble;

    /// <summary>Gets or sets the delay before the first retry of a key; each further failure in a row doubles it.</summary>
    /// <value>The default value is 5 milliseconds. More than zero.</value>
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Gets or sets the longest delay between two attempts.</summary>
    /// <value>The default value is 1,000 seconds. At least <see cref="BaseDelay"/>.</value>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(1000);

    /// <summary>Gets or sets the share of a retry's delay that chance may take away, so that keys that failed together do not come back together.</summary>
    /// <value>The default value is 0.2: a delay of 100 milliseconds becomes one of 80 to 100. From 0 (none) to 1.</value>
    public double Jitter { get; set; } = 0.2;

    /// <summary>Gets or sets how keys are compared.</summary>
    /// <value>The default value is <see langword="null"/>: the equality of <typeparamref name="TKey"/>.</value>
    public IEqualityComparer<TKey>? Comparer { get; set; }
}
