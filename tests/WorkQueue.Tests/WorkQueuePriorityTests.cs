using System.Globalization;

namespace KubeController.WorkQueues.Tests;

public sealed class WorkQueuePriorityTests : QueueFixture
{
    [Test]
    public void Add_SeveralPriorities_HighestFirstAndEqualsInOrder()
    {
        Queue.Add("background", WorkPriority.Background);
        Queue.Add("live-1");
        Queue.Add("retry", WorkPriority.Retry);
        Queue.Add("urgent", 7);
        Queue.Add("live-2");
        Assert.That(TakeReady(), Is.EqualTo(new[] { "urgent", "live-1", "live-2", "retry", "background" }));
    }

    [Test]
    public void Add_ReadyKeyRaised_BehindItsNewPeers()
    {
        Queue.Add("raised", WorkPriority.Background);
        Queue.Add("peer");
        Queue.Add("raised");
        Queue.Add("later");
        Assert.That(TakeReady(), Is.EqualTo(new[] { "peer", "raised", "later" }));
    }

    [Test]
    public void Add_LowerPriority_NeverLowers()
    {
        Queue.Add("ready", 5);
        Queue.Add("ready", WorkPriority.Background);
        Queue.AddAfter("ready", TimeSpan.FromSeconds(1), WorkPriority.Background);
        Assert.That(Take().Priority, Is.EqualTo(5));

        Queue.AddAfter("delayed", TimeSpan.FromSeconds(1), 5);
        Queue.Add("delayed", WorkPriority.Background);
        Assert.That(Take().Priority, Is.EqualTo(5));

        Queue.Add("working");
        var item = Queue.Count == 1 ? Take() : throw new AssertionException("One key is ready.");
        Queue.Add("working", 5);
        Queue.Add("working", WorkPriority.Background);
        item.Succeed();
        Assert.That(Take().Priority, Is.EqualTo(5));
    }

    [Test]
    public void AddAfter_SameKeyTwice_TheHigherPriorityAndTheEarlierTime()
    {
        Queue.AddAfter("a", TimeSpan.FromSeconds(1), WorkPriority.Background);
        Queue.AddAfter("a", TimeSpan.FromSeconds(9), 3);
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(Take().Priority, Is.EqualTo(3));
    }

    [TestCase(WorkPriority.Live, WorkPriority.Retry)]
    [TestCase(WorkPriority.Retry, WorkPriority.Retry)]
    [TestCase(WorkPriority.Background, WorkPriority.Background)]
    [TestCase(7, 7)]
    public void Retry_Priority_IsKeptExceptThatLiveComesBackAsRetry(int before, int after)
    {
        Queue.Add("a", before);
        Take().Retry();
        Time.Advance(Milliseconds(5));
        var retried = Take();
        Assert.That(retried.Priority, Is.EqualTo(after));
        retried.RequeueAfter(Milliseconds(1));
        Time.Advance(Milliseconds(1));
        Assert.That(Take().Priority, Is.EqualTo(after));
    }

    [Test]
    public void RequeueAfter_WithPriority_OverridesTheKeptOne()
    {
        Queue.Add("a", WorkPriority.Background);
        Take().RequeueAfter(TimeSpan.Zero, 9);
        Assert.That(Take().Priority, Is.EqualTo(9));
    }

    [Test]
    public void Add_LiveWhileAFailedKeyIsWorkedOn_ComesAsLive()
    {
        Queue.Add("a", WorkPriority.Background);
        var item = Take();
        Queue.Add("a");
        item.Retry();
        Assert.That(Take().Priority, Is.EqualTo(WorkPriority.Live));
    }

    [Test]
    public void TakeAsync_TheHighestLaneIsNeverEmpty_TheLowestMovesAllTheSame()
    {
        var low = Enumerable.Range(0, 20).Select(key => $"low-{key}").ToList();
        low.ForEach(key => Queue.Add(key, WorkPriority.Background));
        var taken = new List<string>();
        for (var i = 0; i < 200; i++)
        {
            Queue.Add(string.Create(CultureInfo.InvariantCulture, $"high-{i}"));
            var item = Take();
            taken.Add(item.Key);
            item.Succeed();
        }

        Assert.That(taken.Where(key => key.StartsWith("low", StringComparison.Ordinal)), Is.EqualTo(low), "One take in ten is for the oldest.");
        Assert.That(taken.Select((key, index) => (key, index)).Where(take => take.key.StartsWith("low", StringComparison.Ordinal)).Select(take => take.index), Is.All.Matches<int>(index => index % 10 == 9));
    }

    [Test]
    public void TakeAsync_AgingIntervalZero_ObeysPrioritiesStrictly()
    {
        using var queue = new WorkQueue<string>(new() { AgingInterval = 0 });
        queue.Add("low", WorkPriority.Background);
        for (var i = 0; i < 1_000; i++)
        {
            queue.Add("high");
            var item = queue.TakeAsync().AsTask().Result!.Value;
            Assert.That(item.Key, Is.EqualTo("high"));
            item.Succeed();
        }
    }

    [Test]
    public void TakeAsync_AgingIntervalOne_IgnoresPriorities()
    {
        using var queue = new WorkQueue<int>(new() { AgingInterval = 1 });
        for (var i = 0; i < 100; i++)
        {
            queue.Add(i, priority: i % 7);
        }

        Assert.That(Enumerable.Range(0, 100).Select(_ => queue.TakeAsync().AsTask().Result!.Value.Key), Is.Ordered);
    }

    [Test]
    public void TakeAsync_HundredsOfPriorities_HighestFirst()
    {
        using var queue = new WorkQueue<int>(new() { AgingInterval = 0 });
        foreach (var round in Enumerable.Range(0, 3))
        {
            var random = new Random(round);
            var keys = Enumerable.Range(0, 300).OrderBy(_ => random.Next()).ToList();
            keys.ForEach(key => queue.Add(key, priority: key - 150));
            var taken = Enumerable.Range(0, 300).Select(_ => queue.TakeAsync().AsTask().Result!.Value).ToList();
            Assert.That(taken.Select(item => item.Key), Is.Ordered.Descending);
            taken.ForEach(item => item.Succeed());
        }
    }
}
