using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.WorkQueues.Tests;

/// <summary>Any sequence of calls gives what <see cref="NaiveQueue"/> gives. A failure prints the seed and the shortest sequence found.</summary>
public sealed class WorkQueueModelTests
{
    private enum Call
    {
        Add, AddAfter, Take, Succeed, Retry, RetryAfter, RequeueAfter, RequeueWithPriority, Fail, Drop, Advance, ShutDown,
    }

    private static readonly Gen<Call> Calls = Gen.Frequency(
        (10, Gen.Const(Call.Add)),
        (6, Gen.Const(Call.AddAfter)),
        (10, Gen.Const(Call.Take)),
        (10, Gen.Int[(int)Call.Succeed, (int)Call.Drop].Select(call => (Call)call)),
        (6, Gen.Const(Call.Advance)),
        (1, Gen.Const(Call.ShutDown)));

    private static readonly Gen<int> Priorities = Gen.OneOf([.. new[] { WorkPriority.Live, WorkPriority.Live, WorkPriority.Retry, WorkPriority.Background, 7, int.MaxValue, int.MinValue }.Select(Gen.Const)]);

    private static readonly Gen<(Call Call, int Key, int Milliseconds, int Priority)[]> Operations =
        Gen.Select(Calls, Gen.Int[0, 5], Gen.Int[-1, 60], Priorities).Array[0, 80];

    private static readonly Gen<int> AgingIntervals = Gen.OneOf([.. new[] { 0, 1, 2, 3, 10 }.Select(Gen.Const)]);

    [Test]
    public void Queue_AnySequenceOfCalls_BehavesAsTheNaiveQueue() => Gen.Select(Operations, AgingIntervals).Sample(Run, iter: 20_000);

    private static void Run((Call Call, int Key, int Milliseconds, int Priority)[] operations, int agingInterval)
    {
        var time = new FakeTimeProvider();
        using var queue = new WorkQueue<int>(new() { TimeProvider = time, Random = () => 0, AgingInterval = agingInterval });
        var naive = new NaiveQueue(agingInterval);
        var items = new List<WorkItem<int>>();
        foreach (var (call, key, milliseconds, priority) in operations)
        {
            var delay = TimeSpan.FromMilliseconds(milliseconds);
            switch (call)
            {
                case Call.Add:
                    queue.Add(key, priority);
                    naive.Add(key, 0, priority);
                    break;
                case Call.AddAfter:
                    queue.AddAfter(key, delay, priority);
                    naive.Add(key, milliseconds, priority);
                    break;
                case Call.Take:
                    Take(queue, naive, items);
                    break;
                case Call.Advance:
                    time.Advance(milliseconds < 0 ? TimeSpan.FromHours(1) : delay);
                    naive.Advance(milliseconds < 0 ? 3_600_000 : milliseconds);
                    break;
                case Call.ShutDown:
                    queue.ShutDown();
                    naive.ShutDown();
                    break;
                case var settling when items.Count > 0:
                    var item = items[key % items.Count];
                    items.Remove(item);
                    Settle(settling, item, naive, milliseconds, priority);
                    break;
                default:
                    break;
            }

            AssertSame(queue.GetSnapshot(), naive, $"after {call}");
        }
    }

    private static void AssertSame(WorkQueueSnapshot<int> snapshot, NaiveQueue naive, string when)
    {
        Assert.That(
            snapshot.Waiting.Select(key => (key.Key, key.Priority, key.Failures)),
            Is.EqualTo(naive.Ready.OrderByDescending(entry => entry.Priority).Select(entry => (entry.Key, entry.Priority, naive.FailuresOf(entry.Key)))),
            when);
        Assert.That(snapshot.Running.Select(key => key.Key), Is.EqualTo(naive.Processing.Select(entry => entry.Key)), when);
        Assert.That(snapshot.Delayed.Count, Is.EqualTo(naive.DelayedCount), when);
    }

    private static void Take(WorkQueue<int> queue, NaiveQueue naive, List<WorkItem<int>> items)
    {
        if (naive.Take() is { } expected)
        {
            var item = queue.TakeAsync().AsTask().Result!.Value;
            Assert.That((item.Key, item.Attempt, item.Priority), Is.EqualTo(expected));
            items.Add(item);
        }
    }

    private static void Settle(Call call, WorkItem<int> item, NaiveQueue naive, int milliseconds, int priority)
    {
        switch (call)
        {
            case Call.Succeed:
                item.Succeed();
                naive.Settle(item.Key, failed: false, again: null);
                break;
            case Call.Fail:
                item.Fail();
                naive.Settle(item.Key, failed: false, again: null);
                break;
            case Call.RequeueAfter:
                item.RequeueAfter(TimeSpan.FromMilliseconds(milliseconds));
                naive.Settle(item.Key, failed: false, again: milliseconds);
                break;
            case Call.RequeueWithPriority:
                item.RequeueAfter(TimeSpan.FromMilliseconds(milliseconds), priority);
                naive.Settle(item.Key, failed: false, again: milliseconds, priority);
                break;
            case Call.RetryAfter:
                item.Retry(TimeSpan.FromMilliseconds(milliseconds));
                naive.Settle(item.Key, failed: true, again: milliseconds);
                break;
            case Call.Retry:
                item.Retry();
                naive.Settle(item.Key, failed: true, again: null);
                break;
            default:
                item.Dispose();
                naive.Settle(item.Key, failed: true, again: null);
                break;
        }
    }
}
