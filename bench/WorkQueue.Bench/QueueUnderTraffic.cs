namespace KubeController.WorkQueues.Bench;

/// <summary>A work queue and its consumers, which take and succeed; they stay from round to round.</summary>
internal sealed class QueueUnderTraffic : IAsyncDisposable
{
    private readonly WorkQueue<string> _queue = new();
    private readonly Traffic _traffic;
    private readonly Task _consumers;
    private long _delivered;

    public QueueUnderTraffic(Traffic traffic)
    {
        _traffic = traffic;
        _consumers = traffic.ConsumeAsync(ConsumeAsync);
    }

    /// <summary>Makes all adds and waits until nothing is left.</summary>
    public async Task<long> RunAsync()
    {
        var before = Interlocked.Read(ref _delivered);
        await _traffic.ProduceAsync(_queue.Add);
        var wait = default(SpinWait);
        while (_queue.Count > 0 || _queue.ProcessingCount > 0)
        {
            wait.SpinOnce();
        }

        return Interlocked.Read(ref _delivered) - before;
    }

    public async ValueTask DisposeAsync()
    {
        await _queue.DrainAsync();
        await _consumers;
        await _queue.DisposeAsync();
    }

    private async Task ConsumeAsync()
    {
        await foreach (var item in _queue.TakeAllAsync())
        {
            using (item)
            {
                Interlocked.Increment(ref _delivered);
                item.Succeed();
            }
        }
    }
}
