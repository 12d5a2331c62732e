namespace KubeController.WorkQueues;

/// <summary>Tells a backoff policy of a failure.</summary>
/// <param name="Failures">How often the key has failed in a row, this failure included: at least 1.</param>
/// <param name="Error">What the work failed with; <see langword="null"/> if that was not said.</param>
/// <param name="TimeProvider">The clock of the queue.</param>
/// <param name="Random">The queue's source of chance: numbers from 0 (inclusive) to 1 (exclusive).</param>
public readonly record struct RetryContext(int Failures, Exception? Error, TimeProvider TimeProvider, Func<double> Random);
