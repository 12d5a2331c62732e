using BenchmarkDotNet.Attributes;

namespace KubeController.WorkQueues.Bench;

/// <summary>Single steps of a queue that holds many keys, by one thread.</summary>
[MemoryDiagnoser]
public class QueueBenchmarks : IDisposable
{
    private readonly string[] _keys = [.. Enumerable.Range(0, 100_000).Select(key => $"namespace-{key % 50}/object-{key}")];
    private WorkQueue<string> _queue = null!;
    private int _next;

    [GlobalSetup]
    public void Fill()
    {
        _queue = new();
        foreach (var key in _keys.Take(_keys.Length / 2))
        {
            _queue.Add(key);
        }

        _next = _keys.Length / 2;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _queue.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A key comes and another one is worked on: what one change costs.</summary>
    [Benchmark(Baseline = true)]
    public void AddTakeSucceed()
    {
        _queue.Add(NextKey());
        Take().Succeed();
    }

    /// <summary>A key that waits already is added again: what a repeated change costs.</summary>
    [Benchmark]
    public void AddAgain() => _queue.Add(_keys[_next == 0 ? _keys.Length - 1 : _next - 1]);

    /// <summary>A key is put off, and then comes after all: what a requeue costs that a change makes superfluous.</summary>
    [Benchmark]
    public void AddAfterThenAddTakeSucceed()
    {
        var key = NextKey();
        _queue.AddAfter(key, TimeSpan.FromHours(1));
        _queue.Add(key);
        Take().Succeed();
    }

    private string NextKey()
    {
        var key = _keys[_next];
        _next = (_next + 1) % _keys.Length;
        return key;
    }

    private WorkItem<string> Take()
    {
        var take = _queue.TakeAsync();
        return take.IsCompletedSuccessfully && take.Result is { } item ? item : throw new InvalidOperationException("A key is always ready here.");
    }
}
