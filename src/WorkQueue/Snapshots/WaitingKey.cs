namespace KubeController.WorkQueues;

/// <summary>Describes a key that is ready to be taken.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <param name="Key">The key.</param>
/// <param name="Priority">With which priority it waits.</param>
/// <param name="Since">When it became ready; <see langword="null"/> when that was not noted, because nobody listens to the metrics of the queue.</param>
/// <param name="Failures">How often it has failed in a row.</param>
public readonly record struct WaitingKey<TKey>(TKey Key, int Priority, DateTimeOffset? Since, int Failures);
