namespace KubeController.WorkQueues;

/// <summary>Describes a key in the hands of a worker.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <param name="Key">The key.</param>
/// <param name="Since">When the worker took it.</param>
/// <param name="Failures">How often it had failed in a row before.</param>
/// <param name="IsDirty">Whether it was added since, and so comes once more.</param>
public readonly record struct RunningKey<TKey>(TKey Key, DateTimeOffset Since, int Failures, bool IsDirty);
