using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.WorkQueues.Tests.Workers;

[CancelAfter(30_000)]
public sealed class WorkerPoolTests
{
    [Test]
    public void Constructor_Null_Refused()
    {
        Assert.That(() => new WorkerPool<string>(null!, (_, _) => ValueTask.CompletedTask, 1), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("queue"));
        using var queue = new WorkQueue<string>();
        Assert.That(() => new WorkerPool<string>(queue, null!, 1), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("work"));
    }

    [Test]
    public async Task Concurrency_RaisedAndLoweredUnderLoad_EveryKeyWorkedOnOnceAndNeverByMore(CancellationToken cancellationToken)
    {
        const int Keys = 5_000;
        using var queue = new WorkQueue<int>();
        var done = new ConcurrentBag<int>();
        var (running, most) = (0, 0);
        var pool = new WorkerPool<int>(queue, WorkAsync, concurrency: 1);
        var working = pool.RunAsync(cancellationToken, cancellationToken);
        for (var key = 0; key < Keys; key++)
        {
            queue.Add(key);
            if (key % 50 == 0)
            {
                pool.Concurrency = 1 + (key / 50 % 8);
                await Task.Yield();
            }
        }

        pool.Concurrency = 3;
        await queue.DrainAsync(cancellationToken);
        await working;
        Assert.That(done.Order(), Is.EqualTo(Enumerable.Range(0, Keys)));
        Assert.That(running, Is.Zero);
        Assert.That(most, Is.InRange(2, 15), "Eight at most, and those that end what they had when there were to be fewer.");

        async ValueTask WorkAsync(WorkItem<int> item, CancellationToken token)
        {
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            await Task.Yield();
            done.Add(item.Key);
            Interlocked.Decrement(ref running);
            item.Succeed();
        }
    }

    [Test]
    public async Task Concurrency_Lowered_TheExcessEndWhatTheyHaveAndTakeNoMore(CancellationToken cancellationToken)
    {
        using var rig = new Rig(concurrency: 3, cancellationToken);
        var first = new[] { await rig.NextAsync(), await rig.NextAsync(), await rig.NextAsync() };
        rig.Pool.Concurrency = 1;
        rig.Queue.Add("d");
        rig.Queue.Add("e");
        foreach (var work in first)
        {
            work.Finish();
        }

        var fourth = await rig.NextAsync();
        await rig.UntilWorkersAsync(1);
        Assert.That(rig.Started, Is.EqualTo(4), "One is worked on, and one waits.");
        fourth.Finish();
        (await rig.NextAsync()).Finish();
        await rig.EndAsync();
    }

    [Test]
    public async Task Concurrency_Raised_WaitingKeysAreTakenAtOnce(CancellationToken cancellationToken)
    {
        using var rig = new Rig(concurrency: 1, cancellationToken);
        var first = await rig.NextAsync();
        rig.Pool.Concurrency = 3;
        var others = new[] { await rig.NextAsync(), await rig.NextAsync() };
        Assert.That(new[] { first, others[0], others[1] }.Select(work => work.Key), Is.EquivalentTo(new[] { "a", "b", "c" }));
        foreach (var work in others.Append(first))
        {
            work.Finish();
        }

        await rig.EndAsync();
    }

    [Test]
    public async Task Concurrency_Zero_PausesUntilRaised(CancellationToken cancellationToken)
    {
        using var rig = new Rig(concurrency: 0, cancellationToken);
        Assert.That(rig.Queue.Count, Is.EqualTo(3));
        Assert.That(rig.Started, Is.Zero);
        rig.Pool.Concurrency = 3;
        for (var i = 0; i < 3; i++)
        {
            (await rig.NextAsync()).Finish();
        }

        await rig.EndAsync();
    }

    [Test]
    public async Task RunAsync_ToldToStop_EndsWhenTheWorkInHandHasEnded(CancellationToken cancellationToken)
    {
        using var rig = new Rig(concurrency: 1, cancellationToken);
        var work = await rig.NextAsync();
        await rig.StopAsync();
        Assert.That((rig.Running.IsCompleted, work.Token.IsCancellationRequested), Is.EqualTo((false, false)));
        work.Finish();
        await rig.Running;
        Assert.That((rig.Queue.Count, rig.Queue.ProcessingCount), Is.EqualTo((2, 0)), "What was not taken is still there.");
    }

    // Which of them is told first is chance: so many times.
    [Test]
    public async Task RunAsync_ManyIdleWorkersToldToStop_End(CancellationToken cancellationToken)
    {
        for (var round = 0; round < 300; round++)
        {
            using var queue = new WorkQueue<int>();
            using var stopping = new CancellationTokenSource();
            var pool = new WorkerPool<int>(queue, static (item, _) => ValueTask.CompletedTask, concurrency: 8);
            var running = pool.RunAsync(stopping.Token, CancellationToken.None);
            await Task.Yield();
            await stopping.CancelAsync();
            await running.WaitAsync(cancellationToken);
            Assert.That(pool.WorkerCount, Is.Zero);
        }
    }

    [Test]
    public async Task RunAsync_WorkingIsCancelled_TheWorkIsCancelledAndTheKeyIsNotLost(CancellationToken cancellationToken)
    {
        using var queue = new WorkQueue<string>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        queue.Add("a");
        var began = new TaskCompletionSource();
        var running = new WorkerPool<string>(queue, WorkAsync, concurrency: 1).RunAsync(cancellationToken, stop.Token);
        await began.Task.WaitAsync(cancellationToken);
        await stop.CancelAsync();
        await running;
        Assert.That((queue.Count, queue.DelayedCount, queue.ProcessingCount), Is.EqualTo((1, 0, 0)), "It comes at once, for it has not failed.");
        var item = await queue.TakeAsync(cancellationToken);
        Assert.That(item?.Attempt, Is.EqualTo(1), "A cancellation is no failure.");

        async ValueTask WorkAsync(WorkItem<string> item, CancellationToken token)
        {
            began.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        }
    }

    [Test]
    public async Task RunAsync_WorkThrows_EndsAllWithTheErrorAndTheKeyIsRetried(CancellationToken cancellationToken)
    {
        var time = new FakeTimeProvider();     // the retry comes when the test says so, and not while the pool ends
        using var queue = new WorkQueue<string>(new() { TimeProvider = time });
        queue.Add("a");
        var pool = new WorkerPool<string>(queue, (_, _) => throw new InvalidOperationException("broken"), concurrency: 4);
        Assert.That(async () => await pool.RunAsync(cancellationToken), Throws.InvalidOperationException.With.Message.EqualTo("broken"));
        Assert.That((pool.WorkerCount, queue.ProcessingCount, queue.Count + queue.DelayedCount), Is.EqualTo((0, 0, 1)));
        time.Advance(TimeSpan.FromMilliseconds(5));
        var item = await queue.TakeAsync(cancellationToken);
        Assert.That(item?.Attempt, Is.EqualTo(2));
    }

    [Test]
    public async Task RunAsync_QueueIsShutDown_EndsWhenItIsEmpty(CancellationToken cancellationToken)
    {
        using var queue = new WorkQueue<int>();
        var done = new ConcurrentBag<int>();
        for (var key = 0; key < 100; key++)
        {
            queue.Add(key);
        }

        queue.ShutDown();
        await new WorkerPool<int>(queue, Work, concurrency: 7).RunAsync(cancellationToken);
        Assert.That(done, Has.Count.EqualTo(100));

        ValueTask Work(WorkItem<int> item, CancellationToken token)
        {
            done.Add(item.Key);
            item.Succeed();
            return ValueTask.CompletedTask;
        }
    }

    [Test]
    public async Task RunAsync_PausedAndTheQueueIsShutDown_Ends(CancellationToken cancellationToken)
    {
        using var queue = new WorkQueue<int>();
        var running = new WorkerPool<int>(queue, (_, _) => ValueTask.CompletedTask, concurrency: 0).RunAsync(cancellationToken);
        Assert.That(running.IsCompleted, Is.False);
        queue.ShutDown();
        await running;
    }

    [Test]
    public void RunAsync_WorkThrowsACancellationOfItsOwn_IsAFailure(CancellationToken cancellationToken)
    {
        using var queue = new WorkQueue<string>();
        queue.Add("a");
        var pool = new WorkerPool<string>(queue, (_, _) => throw new OperationCanceledException("a timeout of the work's own"), concurrency: 1);
        Assert.That(async () => await pool.RunAsync(cancellationToken), Throws.InstanceOf<OperationCanceledException>().With.Message.EqualTo("a timeout of the work's own"));
    }

    [Test]
    public async Task RunAsync_Twice_Refused(CancellationToken cancellationToken)
    {
        using var queue = new WorkQueue<int>();
        queue.ShutDown();
        var pool = new WorkerPool<int>(queue, (_, _) => ValueTask.CompletedTask, concurrency: 1);
        await pool.RunAsync(cancellationToken);
        Assert.That(async () => await pool.RunAsync(cancellationToken), Throws.InvalidOperationException.With.Message.StartsWith("The pool was run before"));
    }

    [Test]
    public void Constructor_NegativeConcurrency_Refused()
    {
        using var queue = new WorkQueue<int>();
        Assert.That(() => new WorkerPool<int>(queue, (_, _) => ValueTask.CompletedTask, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    /// <summary>A pool over a queue with three keys, whose works the test ends one by one.</summary>
    private sealed class Rig : IDisposable
    {
        private readonly System.Threading.Channels.Channel<Work> _begun = System.Threading.Channels.Channel.CreateUnbounded<Work>();
        private readonly CancellationTokenSource _stop;
        private readonly CancellationToken _patience;
        private int _started;

        public Rig(int concurrency, CancellationToken cancellationToken)
        {
            _patience = cancellationToken;
            _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            foreach (var key in new[] { "a", "b", "c" })
            {
                Queue.Add(key);
            }

            Pool = new(Queue, WorkAsync, concurrency);
            Running = Pool.RunAsync(_stop.Token, cancellationToken);
        }

        public WorkQueue<string> Queue { get; } = new();

        public WorkerPool<string> Pool { get; }

        public Task Running { get; }

        public int Started => Volatile.Read(ref _started);

        public async Task<Work> NextAsync()
        {
            while (await _begun.Reader.WaitToReadAsync(_patience))
            {
                if (_begun.Reader.TryRead(out var work))
                {
                    return work;
                }
            }

            throw new AssertionException("No work is to come.");
        }

        public async Task UntilWorkersAsync(int count)
        {
            while (Pool.WorkerCount != count)
            {
                _patience.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }

        public Task StopAsync() => _stop.CancelAsync();

        public async Task EndAsync()
        {
            await Queue.DrainAsync(_patience);
            await Running;
        }

        public void Dispose()
        {
            _stop.Dispose();
            Queue.Dispose();
        }

        private async ValueTask WorkAsync(WorkItem<string> item, CancellationToken token)
        {
            Interlocked.Increment(ref _started);
            var work = new Work(item.Key, token);
            _begun.Writer.TryWrite(work);
            await work.Finished;
            item.Succeed();
        }
    }

    private sealed class Work(string key, CancellationToken token)
    {
        private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Key => key;

        public CancellationToken Token => token;

        public Task Finished => _finished.Task;

        public void Finish() => _finished.SetResult();
    }
}
