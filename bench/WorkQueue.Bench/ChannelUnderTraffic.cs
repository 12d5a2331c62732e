using System.Threading.Channels;

namespace KubeController.WorkQueues.Bench;

/// <summary>The yardstick: the same traffic through a bare unbounded channel, which forgets nothing, orders nothing and locks no key.</summary>
internal sealed class ChannelUnderTraffic : IAsyncDisposable
{
    private readonly Channel<string> _channel = Channel.CreateUnbounded<string>();
    private readonly Traffic _traffic;
    private readonly Task _consumers;
    private long _delivered;

    public ChannelUnderTraffic(Traffic traffic)
    {
        _traffic = traffic;
        _consumers = traffic.ConsumeAsync(ConsumeAsync);
    }

    public async Task<long> RunAsync()
    {
        var before = Interlocked.Read(ref _delivered);
        await _traffic.ProduceAsync((key, _) => _channel.Writer.TryWrite(key));
        var wait = default(SpinWait);
        while (Interlocked.Read(ref _delivered) - before < _traffic.Adds)
        {
            wait.SpinOnce();
        }

        return _traffic.Adds;
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Writer.Complete();
        await _consumers;
    }

    private async Task ConsumeAsync()
    {
        while (await _channel.Reader.WaitToReadAsync())
        {
            while (_channel.Reader.TryRead(out _))
            {
                Interlocked.Increment(ref _delivered);
            }
        }
    }
}
