using System.Globalization;
using System.Runtime.CompilerServices;

namespace KubeController.WorkQueues.Tests;

[CancelAfter(10_000)]
public sealed class WorkQueueTests : QueueFixture
{
    [Test]
    public void Add_Null_Refused()
    {
        Assert.That(() => Queue.Add(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("key"));
        Assert.That(() => Queue.AddAfter(null!, TimeSpan.Zero), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("key"));
    }

    [Test]
    public void Add_ManyKeys_HandedOutInOrder()
    {
        Queue.Add("b");
        Queue.Add("a");
        Queue.Add("c");
        Assert.That(TakeReady(), Is.EqualTo(new[] { "b", "a", "c" }));
    }

    [Test]
    public void Add_SameKeyManyTimes_HandedOutOnceAtItsFirstPlace()
    {
        Queue.Add("a");
        Queue.Add("b");
        Queue.Add("a");
        Queue.Add("a");
        Assert.That(TakeReady(), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public void Add_WhileProcessing_HandedOutExactlyOnceMoreAfterTheWorkerIsDone()
    {
        Queue.Add("a");
        var first = Take();
        Queue.Add("a");
        Queue.Add("a");
        Assert.That(Queue.Count, Is.Zero, "The worker still has it.");

        first.Succeed();

        Assert.That(TakeReady(), Is.EqualTo(new[] { "a" }));
        Assert.That(Queue.Count, Is.Zero);
    }

    [Test]
    public void Add_AfterTheWorkerIsDone_HandedOutAgain()
    {
        Queue.Add("a");
        Assert.That(TakeReady(), Is.EqualTo(new[] { "a" }));
        Queue.Add("a");
        Assert.That(TakeReady(), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void Add_EqualKeyByComparer_HandedOutOnce()
    {
        using var queue = new WorkQueue<string>(new() { Comparer = StringComparer.OrdinalIgnoreCase });
        queue.Add("a");
        queue.Add("A");
        Assert.That(queue.Count, Is.EqualTo(1));
    }

    [Test]
    public async Task TakeAsync_EmptyQueue_WaitsForTheNextAdd(CancellationToken cancellationToken)
    {
        var take = Queue.TakeAsync(cancellationToken).AsTask();
        Assert.That(take.IsCompleted, Is.False);
        Queue.Add("a");
        using var item = await take;
        Assert.That(item?.Key, Is.EqualTo("a"));
    }

    [Test]
    public async Task TakeAsync_TwentyWaiters_EachKeyToOneOfThem(CancellationToken cancellationToken)
    {
        var takes = Enumerable.Range(0, 20).Select(_ => Queue.TakeAsync(cancellationToken).AsTask()).ToList();
        for (var key = 0; key < 20; key++)
        {
            Queue.Add(key.ToString(CultureInfo.InvariantCulture));
        }

        var items = await Task.WhenAll(takes);
        Assert.That(items.Select(item => item?.Key), Is.Unique);
        Assert.That(Queue.ProcessingCount, Is.EqualTo(20));
    }

    [Test]
    public async Task TakeAsync_CancelledWhileWaiting_ThrowsAndLosesNothing(CancellationToken cancellationToken)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var take = Queue.TakeAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        Assert.That(async () => await take, Throws.InstanceOf<OperationCanceledException>());

        Queue.Add("a");
        Assert.That(TakeReady(), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void TakeAsync_TokenCancelledBefore_LeavesTheKeyInTheQueue()
    {
        Queue.Add("a");
        Assert.That(async () => await Queue.TakeAsync(new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Queue.Count, Is.EqualTo(1));
    }

    [Test]
    public async Task TakeAllAsync_UntilShutDown_EndsAfterTheLastKey(CancellationToken cancellationToken)
    {
        Queue.Add("a");
        Queue.Add("b");
        Queue.ShutDown();
        var keys = new List<string>();
        await foreach (var item in Queue.TakeAllAsync(cancellationToken))
        {
            keys.Add(item.Key);
            item.Succeed();
        }

        Assert.That(keys, Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public void Counts_ThroughTheLifeOfAKey_SayWhereItIs()
    {
        Queue.AddAfter("a", Milliseconds(1));
        Assert.That((Queue.Count, Queue.ProcessingCount, Queue.DelayedCount), Is.EqualTo((0, 0, 1)));
        Time.Advance(Milliseconds(1));
        Assert.That((Queue.Count, Queue.ProcessingCount, Queue.DelayedCount), Is.EqualTo((1, 0, 0)));
        using var item = Take();
        Assert.That((Queue.Count, Queue.ProcessingCount, Queue.DelayedCount), Is.EqualTo((0, 1, 0)));
        item.Succeed();
        Assert.That((Queue.Count, Queue.ProcessingCount, Queue.DelayedCount), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public void Constructor_OptionsOutOfRange_Refused()
    {
        Assert.That(() => new WorkQueue<string>(new() { AgingInterval = -1 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new WorkQueue<string>(new() { Backoff = null! }), Throws.ArgumentNullException);
        Assert.That(() => new WorkQueue<string>(new() { Random = null! }), Throws.ArgumentNullException);
        Assert.That(() => new WorkQueue<string>(new() { TimeProvider = null! }), Throws.ArgumentNullException);
    }

    [Test]
    public void Succeed_LastReferenceToAKey_NotHeldByTheQueue()
    {
        using var queue = new WorkQueue<object>();
        var key = RunOneKeyThrough(queue);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.That(key.TryGetTarget(out _), Is.False);

        // Not inlined, so that no local keeps the key alive.
        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference<object> RunOneKeyThrough(WorkQueue<object> queue)
        {
            var key = new object();
            queue.AddAfter(key, TimeSpan.FromHours(1));
            queue.Add(key);
            queue.TakeAsync().AsTask().Result!.Value.Succeed();
            return new(key);
        }
    }

    [Test]
    public void Retry_ManyKeysFailAndSucceed_MemoryIsThatOfTheKeysInTheQueue()
    {
        var dispatcher = new KeyDispatcher<int>(comparer: null, agingInterval: 10, TimeProvider.System);
        for (var key = 0; key < 100_000; key++)
        {
            dispatcher.Add(key, WorkPriority.Live, since: null);
            dispatcher.Take(waiter: null, out var lease, out _);
            dispatcher.TrySettle(lease, new(Failures: 1, Again: TimeSpan.Zero, WorkPriority.Retry), out _);
            dispatcher.Take(waiter: null, out lease, out _);
            Assert.That(lease.Failures, Is.EqualTo(1));
            dispatcher.TrySettle(lease, new(Failures: 0, Again: null, WorkPriority.Live), out _);
        }

        Assert.That(dispatcher.Read(states => (states.Table.Count, states.Table.LastSlot)), Is.EqualTo((0, 1)));
        dispatcher.Dispose();
    }
}
