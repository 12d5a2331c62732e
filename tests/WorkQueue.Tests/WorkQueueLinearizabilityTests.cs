using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.WorkQueues.Tests;

/// <summary>What several threads do to a queue at once has the same result as some order of doing it one after the other.</summary>
public sealed class WorkQueueLinearizabilityTests
{
    private static readonly Gen<int> Keys = Gen.Int[0, 3];
    private static readonly Gen<int> Priorities = Gen.OneOf(Gen.Const(WorkPriority.Live), Gen.Const(WorkPriority.Retry), Gen.Const(WorkPriority.Background));

    [Test]
    public void Queue_CallsOfSeveralThreads_AreAsOneAfterTheOther() => Gen.Const(0).Select(_ => new Watched()).SampleParallel(
        Gen.Select(Keys, Priorities, (key, priority) => (Key: key, Priority: priority)).Operation((Watched watched, (int Key, int Priority) add) => { watched.Queue.Add(add.Key, add.Priority); }),
        Gen.Select(Keys, Priorities, (key, priority) => (Key: key, Priority: priority)).Operation((Watched watched, (int Key, int Priority) add) => { watched.Queue.AddAfter(add.Key, TimeSpan.FromSeconds(1), add.Priority); }),
        Gen.Operation((Watched watched) => { watched.Take(); }),
        Keys.Operation((Watched watched, int key) => { watched.Settle(key, item => item.Succeed()); }),
        Keys.Operation((Watched watched, int key) => { watched.Settle(key, item => item.Retry()); }),
        Gen.Operation((Watched watched) => { watched.Queue.ShutDown(); }),
        equal: static (one, other) => one.Describe() == other.Describe(),
        print: static watched => watched.Describe(),
        iter: 400,
        maxParallelOperations: 4);

    /// <summary>A queue and what was taken of it.</summary>
    private sealed class Watched
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<int, WorkItem<int>> _held = [];
        private readonly List<(int Key, int Attempt, int Priority)> _taken = [];

        public WorkQueue<int> Queue { get; } = new(new() { TimeProvider = new FakeTimeProvider(), Random = () => 0 });

        public void Take()
        {
            // Waits for nothing: with no key, it is given up at once.
            using var patience = new CancellationTokenSource();
            var take = Queue.TakeAsync(patience.Token).AsTask();
            patience.Cancel();
            Task.WaitAny([take]);
            if (take.IsCompletedSuccessfully && take.Result is { } item)
            {
                lock (_lock)
                {
                    _held.Add(item.Key, item);     // throws if two have the key
                    _taken.Add((item.Key, item.Attempt, item.Priority));
                }
            }
        }

        public void Settle(int key, Action<WorkItem<int>> settle)
        {
            WorkItem<int> item;
            lock (_lock)
            {
                if (!_held.Remove(key, out item))
                {
                    return;
                }
            }

            settle(item);
        }

        public string Describe()
        {
            var snapshot = Queue.GetSnapshot();
            lock (_lock)
            {
                return $"waiting {string.Join(' ', snapshot.Waiting.Select(key => (key.Key, key.Priority, key.Failures)))}, "
                    + $"running {string.Join(' ', snapshot.Running.Select(key => (key.Key, key.IsDirty, key.Failures)).Order())}, "
                    + $"delayed {string.Join(' ', snapshot.Delayed.Select(key => (key.Key, key.Priority, key.Failures)).Order())}, "
                    + $"taken {string.Join(' ', _taken.Order())}, shut down {snapshot.IsShutDown}";
            }
        }
    }
}
