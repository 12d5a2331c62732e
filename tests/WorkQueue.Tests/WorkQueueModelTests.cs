using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.WorkQueues.Tests;

/// <summary>Any sequence of calls gives what <see cref="NaiveQueue"/> gives. A failure prints the seed and the shortest sequence found.</summary>
public sealed class WorkQueueModelTests
{
    private enum Call
    {
        Add, AddAfter, Take, Succeed, Retry, RetryAfter, RequeueAfter, Fail, Drop, Advance, ShutDown,
    }

    private static readonly Gen<Call> Calls = Gen.Frequency(
        (8, Gen.Const(Call.Add)),
        (6, Gen.Const(Call.AddAfter)),
        (10, Gen.Const(Call.Take)),
        (10, Gen.Int[(int)Call.Succeed, (int)Call.Drop].Select(call => (Call)call)),
        (6, Gen.Const(Call.Advance)),
        (1, Gen.Const(Call.ShutDown)));

    private static readonly Gen<(Call Call, int Key, int Milliseconds)[]> Operations =
        Gen.Select(Calls, Gen.Int[0, 5], Gen.Int[-1, 60]).Array[0, 80];

    [Test]
    public void Queue_AnySequenceOfCalls_BehavesAsTheNaiveQueue() => Operations.Sample(Run, iter: 20_000);

    private static void Run((Call Call, int Key, int Milliseconds)[] operations)
    {
        var time = new FakeTimeProvider();
        using var queue = new WorkQueue<int>(new() { TimeProvider = time, Random = () => 0 });
        var naive = new NaiveQueue();
        var items = new List<WorkItem<int>>();
        foreach (var (call, key, milliseconds) in operations)
        {
            var delay = TimeSpan.FromMilliseconds(milliseconds);
            switch (call)
            {
                case Call.Add:
                    queue.Add(key);
                    naive.Add(key, 0);
                    break;
                case Call.AddAfter:
                    queue.AddAfter(key, delay);
                    naive.Add(key, milliseconds);
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
                    Settle(settling, item, naive, milliseconds);
                    break;
                default:
                    break;
            }

            Assert.That(
                (queue.Count, queue.ProcessingCount, queue.DelayedCount),
                Is.EqualTo((naive.Ready.Count, naive.Processing.Count, naive.DelayedCount)),
                $"after {call}");
        }
    }

    private static void Take(WorkQueue<int> queue, NaiveQueue naive, List<WorkItem<int>> items)
    {
        if (naive.Take() is { } expected)
        {
            var item = queue.TakeAsync().AsTask().Result!;
            Assert.That((item.Key, item.Attempt), Is.EqualTo(expected));
            items.Add(item);
        }
    }

    private static void Settle(Call call, WorkItem<int> item, NaiveQueue naive, int milliseconds)
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
