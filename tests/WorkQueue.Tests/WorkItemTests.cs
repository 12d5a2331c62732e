namespace KubeController.WorkQueues.Tests;

public sealed class WorkItemTests : QueueFixture
{
    [Test]
    public void Retry_InARow_WaitsTwiceAsLongEachTime()
    {
        Queue.Add("a");
        foreach (var (attempt, delay) in new[] { (1, 5), (2, 10), (3, 20), (4, 40) })
        {
            var item = Take();
            Assert.That(item.Attempt, Is.EqualTo(attempt));
            item.Retry();
            Time.Advance(Milliseconds(delay - 1));
            Assert.That(Queue.Count, Is.Zero);
            Time.Advance(Milliseconds(1));
        }

        Assert.That(Queue.Count, Is.EqualTo(1));
    }

    [Test]
    public void Retry_OtherKeys_KeepTheirOwnCount()
    {
        Fail("a", times: 5);
        Queue.Add("b");
        Assert.That(new[] { Take(), Take() }.Select(item => (item.Key, item.Attempt)), Is.EquivalentTo(new[] { ("a", 6), ("b", 1) }));
    }

    [TestCase(100, 100, Description = "later than the backoff of 5 ms")]
    [TestCase(1, 5, Description = "sooner than the backoff of 5 ms")]
    public void RetryAfter_GivenTimeAndBackoff_TheLaterWins(int after, int expected)
    {
        Queue.Add("a");
        Take().Retry(Milliseconds(after));
        Time.Advance(Milliseconds(expected - 1));
        Assert.That(Queue.Count, Is.Zero);
        Time.Advance(Milliseconds(1));
        Assert.That(Take().Attempt, Is.EqualTo(2));
    }

    [Test]
    public void Retry_AddedWhileProcessing_ComesAtOnceWithItsFailureCounted()
    {
        Queue.Add("a");
        var item = Take();
        Queue.Add("a");
        item.Retry();
        Assert.That(Queue.DelayedCount, Is.Zero, "It comes once: now.");
        Assert.That(Take().Attempt, Is.EqualTo(2));
    }

    [Test]
    public void Retry_DelayedMeanwhileForSooner_SoonerWins()
    {
        Fail("a", times: 10);
        var item = Take();
        Queue.AddAfter("a", Milliseconds(1));
        item.Retry();
        Time.Advance(Milliseconds(1));
        Assert.That(Queue.Count, Is.EqualTo(1));
    }

    [Test]
    public void Succeed_AfterFailures_FailuresForgotten()
    {
        Fail("a", times: 3);
        Take().Succeed();
        Queue.Add("a");
        Assert.That(Take().Attempt, Is.EqualTo(1));
    }

    [Test]
    public void RequeueAfter_AfterFailures_ComesExactlyThenAndFailuresForgotten()
    {
        Fail("a", times: 3);
        Take().RequeueAfter(TimeSpan.FromMinutes(10));
        Time.Advance(TimeSpan.FromMinutes(10) - Milliseconds(1));
        Assert.That(Queue.Count, Is.Zero);
        Time.Advance(Milliseconds(1));
        Assert.That(Take().Attempt, Is.EqualTo(1));
    }

    [Test]
    public void RequeueAfter_Zero_BehindTheReadyOnes()
    {
        Queue.Add("a");
        var item = Take();
        Queue.Add("b");
        item.RequeueAfter(TimeSpan.Zero);
        Assert.That(TakeReady(), Is.EqualTo(new[] { "b", "a" }));
    }

    [Test]
    public void Fail_AfterFailures_NoRetryAndFailuresForgotten()
    {
        Fail("a", times: 3);
        Take().Fail();
        Time.Advance(TimeSpan.FromHours(1));
        Assert.That((Queue.Count, Queue.DelayedCount), Is.EqualTo((0, 0)));
        Queue.Add("a");
        Assert.That(Take().Attempt, Is.EqualTo(1));
    }

    [Test]
    public void Dispose_Unsettled_CountsAsAFailure()
    {
        Queue.Add("a");
        Take().Dispose();
        Time.Advance(Milliseconds(5));
        Assert.That(Take().Attempt, Is.EqualTo(2));
    }

    [Test]
    public void Dispose_Settled_DoesNothing()
    {
        Queue.Add("a");
        var item = Take();
        item.Succeed();
        Queue.Add("a");
        Take();
        item.Dispose();
        Assert.That(Queue.ProcessingCount, Is.EqualTo(1), "The second worker still has it.");
        Assert.That(Queue.DelayedCount, Is.Zero);
    }

    [Test]
    public void Succeed_Twice_ThrowsAndSaysWhatToDo()
    {
        Queue.Add("a");
        var item = Take();
        item.Succeed();
        Assert.That(item.Retry, Throws.InvalidOperationException.With.Message.EqualTo(
            "The work on 'a' was settled before. Settle a work item once: with Succeed, RequeueAfter, Retry or Fail."));
    }

    [Test]
    public void Succeed_OfACopy_SettlesTheSameWork()
    {
        Queue.Add("a");
        var item = Take();
        var copy = item;
        copy.Succeed();
        Assert.That(item.Succeed, Throws.InvalidOperationException);
        Assert.That(item.Dispose, Throws.Nothing);
    }

    [Test]
    public void Succeed_LaterWorkOnTheSameKey_IsNotSettledByAnOldItem()
    {
        Queue.Add("a");
        var old = Take();
        old.Succeed();
        Queue.Add("a");
        var item = Take();
        Assert.That(old.Succeed, Throws.InvalidOperationException);
        Assert.That(Queue.ProcessingCount, Is.EqualTo(1));
        item.Succeed();
    }

    [Test]
    public void Succeed_DefaultItem_SaysWhatItIs()
    {
        Assert.That(default(WorkItem<string>).Succeed, Throws.InvalidOperationException.With.Message.StartsWith("This is the default of a work item"));
        Assert.That(default(WorkItem<string>).Dispose, Throws.Nothing);
    }

    [Test]
    public void Retry_PolicyThrows_TheKeyComesBackAndTheErrorIsSeen()
    {
        using var queue = new WorkQueue<string>(new() { TimeProvider = Time, Backoff = new PerExceptionBackoff(_ => throw new TimeZoneNotFoundException("broken")) });
        queue.Add("a");
        Assert.That(queue.TakeAsync().AsTask().Result!.Value.Retry, Throws.InvalidOperationException
            .With.Message.EqualTo("The backoff policy threw for 'a' at attempt 1; the key comes back after 00:00:00.0050000.").And.InnerException.Message.EqualTo("broken"));
        Time.Advance(Milliseconds(5));
        Assert.That(queue.TakeAsync().AsTask().Result!.Value.Dispose, Throws.InvalidOperationException);
        Time.Advance(Milliseconds(10));
        Assert.That(queue.TakeAsync().AsTask().Result!.Value.Attempt, Is.EqualTo(3));
    }

    [Test]
    public void Dispose_Settled_AsksThePolicyForNothing()
    {
        var asked = 0;
        using var queue = new WorkQueue<string>(new() { Backoff = new PerExceptionBackoff(_ => { asked++; return new ExponentialBackoff(); }) });
        queue.Add("a");
        using (var item = queue.TakeAsync().AsTask().Result!.Value)
        {
            item.Succeed();
        }

        Assert.That(asked, Is.Zero);
    }

    private void Fail(string key, int times)
    {
        Queue.Add(key);
        for (var i = 0; i < times; i++)
        {
            Take().Retry();
            Time.Advance(TimeSpan.FromSeconds(1000));
        }
    }
}
