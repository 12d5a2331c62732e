using Microsoft.Extensions.Time.Testing;

namespace KubeController.WorkQueues.Tests;

/// <summary>A queue on virtual time, without jitter: the n-th retry comes after 5 ms times two to the n minus 1.</summary>
public abstract class QueueFixture
{
    protected FakeTimeProvider Time { get; private set; } = null!;

    protected WorkQueue<string> Queue { get; private set; } = null!;

    [SetUp]
    public void CreateQueue()
    {
        Time = new();
        Queue = new(new() { TimeProvider = Time, Random = () => 0 });
    }

    [TearDown]
    public void DisposeQueue() => Queue.Dispose();

    protected static TimeSpan Milliseconds(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    /// <summary>Takes what must be ready now; fails instead of waiting.</summary>
    protected WorkItem<string> Take()
    {
        Assert.That(Queue.Count, Is.GreaterThan(0), "A key should be ready.");
        var take = Queue.TakeAsync().AsTask();
        Assert.That(take.IsCompletedSuccessfully, "A take should not wait while a key is ready.");
        return take.Result ?? throw new AssertionException("The queue was shut down.");
    }

    /// <summary>Takes everything that is ready now and succeeds with it; the keys in their order.</summary>
    protected List<string> TakeReady()
    {
        var keys = new List<string>();
        while (Queue.Count > 0)
        {
            using var item = Take();
            keys.Add(item.Key);
            item.Succeed();
        }

        return keys;
    }
}
