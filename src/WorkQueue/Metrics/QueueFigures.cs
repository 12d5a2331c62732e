namespace KubeController.WorkQueues.Metrics;

/// <summary>What can be said of a queue in numbers, at one moment.</summary>
/// <param name="Depths">How many keys are ready, for each priority; the usual priorities are always there.</param>
/// <param name="Delayed">How many keys wait for their time.</param>
/// <param name="Processing">How many keys are in the hands of workers.</param>
/// <param name="Adds">How often a key became ready or dirty.</param>
/// <param name="Retries">How often a key was to come later.</param>
/// <param name="UnfinishedWork">For how long the keys in work are being worked on, added up.</param>
/// <param name="LongestRunning">For how long the key is being worked on that was taken first.</param>
internal readonly record struct QueueFigures(
    IReadOnlyList<(int Priority, int Count)> Depths, int Delayed, int Processing, long Adds, long Retries, TimeSpan UnfinishedWork, TimeSpan LongestRunning);
