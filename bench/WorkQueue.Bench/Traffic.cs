namespace KubeController.WorkQueues.Bench;

/// <summary>Who adds what, and how many take.</summary>
internal sealed record Traffic(int Adds, int Keys, int Producers, int Consumers, int Lanes)
{
    private static readonly int[] Priorities = [WorkPriority.Live, WorkPriority.Retry, WorkPriority.Background];

    private readonly string[] _keys = [.. Enumerable.Range(0, Keys).Select(key => $"namespace-{key % 50}/object-{key}")];

    /// <summary>Makes all adds, by so many threads at once.</summary>
    public Task ProduceAsync(Action<string, int> add) => Task.WhenAll(Enumerable.Range(0, Producers).Select(producer => Task.Factory.StartNew(
        () =>
        {
            for (var i = producer; i < Adds; i += Producers)
            {
                add(_keys[i % Keys], Priorities[i % Lanes]);
            }
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default)));

    /// <summary>Starts so many loops that take.</summary>
    public Task ConsumeAsync(Func<Task> loop) => Task.WhenAll(Enumerable.Range(0, Consumers).Select(_ => Task.Run(loop)));
}
