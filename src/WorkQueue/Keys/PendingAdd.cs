namespace KubeController.WorkQueues.Keys;

/// <summary>An add that has not come into the states yet.</summary>
internal readonly record struct PendingAdd<TKey>(TKey Key, int Hash, int Priority, TimeSpan? Since);
