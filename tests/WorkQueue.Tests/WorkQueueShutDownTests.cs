namespace KubeController.WorkQueues.Tests;

[CancelAfter(10_000)]
public sealed class WorkQueueShutDownTests : QueueFixture
{
    [Test]
    public async Task DisposeAsync_Waiter_ShutsDown(CancellationToken cancellationToken)
    {
        var queue = new WorkQueue<string>(new() { TimeProvider = Time });
        var take = queue.TakeAsync(cancellationToken).AsTask();
        await queue.DisposeAsync();
        Assert.That(queue.IsShutDown);
        Assert.That(await take, Is.Null);
    }

    [Test]
    public async Task ShutDown_Waiters_GetNull(CancellationToken cancellationToken)
    {
        var takes = Enumerable.Range(0, 5).Select(_ => Queue.TakeAsync(cancellationToken).AsTask()).ToList();
        Queue.ShutDown();
        Assert.That(await Task.WhenAll(takes), Is.All.Null);
        Assert.That(Queue.IsShutDown);
    }

    [Test]
    public void ShutDown_ReadyKeys_StillHandedOut()
    {
        Queue.Add("a");
        Queue.ShutDown();
        Assert.That(TakeReady(), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void ShutDown_LaterAdds_Ignored()
    {
        Queue.ShutDown();
        Queue.Add("a");
        Queue.AddAfter("b", Milliseconds(1));
        Time.Advance(Milliseconds(1));
        Assert.That((Queue.Count, Queue.DelayedCount), Is.EqualTo((0, 0)));
    }

    [Test]
    public void ShutDown_DelayedKeys_Dropped()
    {
        Queue.AddAfter("a", Milliseconds(1));
        Queue.ShutDown();
        Time.Advance(Milliseconds(1));
        Assert.That((Queue.Count, Queue.DelayedCount), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task ShutDown_KeyWaitsForItsWorker_AnotherWaiterGetsIt(CancellationToken cancellationToken)
    {
        Queue.Add("a");
        var first = Take();
        Queue.Add("a");
        Queue.ShutDown();
        var take = Queue.TakeAsync(cancellationToken).AsTask();
        Assert.That(take.IsCompleted, Is.False);
        first.Succeed();
        Assert.That((await take)?.Key, Is.EqualTo("a"));
    }

    [Test]
    public void ShutDown_FailedWork_NotRetried()
    {
        Queue.Add("a");
        var item = Take();
        Queue.ShutDown();
        item.Retry();
        Assert.That((Queue.Count, Queue.DelayedCount, Queue.ProcessingCount), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public async Task DrainAsync_WorkInProgress_WaitsUntilItIsSettled(CancellationToken cancellationToken)
    {
        Queue.Add("a");
        var item = Take();
        var drain = Queue.DrainAsync(cancellationToken);
        Assert.That(drain.IsCompleted, Is.False);
        item.Succeed();
        await drain;
    }

    [Test]
    public async Task DrainAsync_KeyWentDirtyWhileProcessing_WaitsForItsSecondRun(CancellationToken cancellationToken)
    {
        Queue.Add("a");
        var first = Take();
        Queue.Add("a");
        var drain = Queue.DrainAsync(cancellationToken);
        first.Succeed();
        Assert.That(drain.IsCompleted, Is.False);
        Take().Succeed();
        await drain;
    }

    [Test]
    public async Task DrainAsync_DelayedKeys_NotWaitedFor(CancellationToken cancellationToken)
    {
        Queue.AddAfter("a", TimeSpan.FromHours(1));
        await Queue.DrainAsync(cancellationToken);
        Assert.That(Queue.DelayedCount, Is.Zero);
    }

    [Test]
    public async Task DrainAsync_Cancelled_GivesUpWaitingAndStaysShutDown(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Queue.Add("a");
        var item = Take();
        var drain = Queue.DrainAsync(patience.Token);
        await patience.CancelAsync();
        Assert.That(async () => await drain, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Queue.IsShutDown);
        item.Succeed();
        await Queue.DrainAsync(cancellationToken);
    }

    [Test]
    public async Task Dispose_Twice_ShutsDownOnce(CancellationToken cancellationToken)
    {
        Queue.AddAfter("a", Milliseconds(1));
        Queue.Dispose();
        await Queue.DisposeAsync();
        Queue.Add("b");
        Time.Advance(Milliseconds(1));
        Assert.That(await Queue.TakeAsync(cancellationToken), Is.Null);
    }

    [Test]
    public void Dispose_WorkInProgress_CanStillBeSettled()
    {
        Queue.Add("a");
        var item = Take();
        Queue.Dispose();
        Assert.That(item.Retry, Throws.Nothing);
        Assert.That(Queue.ProcessingCount, Is.Zero);
    }
}
