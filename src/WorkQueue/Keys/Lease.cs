namespace KubeController.WorkQueues.Keys;

/// <summary>A key as it was given to a worker.</summary>
/// <param name="Key">The key.</param>
/// <param name="Slot">Its slot.</param>
/// <param name="Version">The version of the slot as long as the worker has it: by it the work is told from earlier and later work.</param>
/// <param name="Failures">How often the key had failed in a row.</param>
/// <param name="Priority">With which priority it waited.</param>
internal readonly record struct Lease<TKey>(TKey Key, int Slot, int Version, int Failures, int Priority);
