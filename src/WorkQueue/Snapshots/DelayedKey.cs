namespace KubeController.WorkQueues;

/// <summary>Describes a key that waits for its time.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <param name="Key">The key; a worker may have it all the same.</param>
/// <param name="Priority">With which priority it will come.</param>
/// <param name="Until">When it comes.</param>
/// <param name="Failures">How often it has failed in a row.</param>
public readonly record struct DelayedKey<TKey>(TKey Key, int Priority, DateTimeOffset Until, int Failures);
