using System.Collections.Concurrent;

namespace KubeController.WorkQueues.Tests;

/// <summary>Real threads, and no order imposed: what must hold however they interleave.</summary>
[CancelAfter(60_000)]
public sealed class WorkQueueStressTests
{
    [Test]
    public async Task TakeAsync_HalfOfTheTakesCancelled_EveryKeyHandedOutOnce(CancellationToken cancellationToken)
    {
        const int CancelledTakes = 20_000;
        using var queue = new WorkQueue<int>();
        var taken = new ConcurrentBag<int>();
        var (added, cancelled) = (0, 0);
        var takers = Enumerable.Range(0, 8).Select(_ => Task.Run(TakeAsync, cancellationToken)).ToList();
        var adders = Enumerable.Range(0, 4).Select(_ => Task.Run(AddAsync, cancellationToken)).ToList();

        await Task.WhenAll(adders);
        await queue.DrainAsync(cancellationToken);
        await Task.WhenAll(takers);

        Assert.That(taken.Order(), Is.EqualTo(Enumerable.Range(1, added)));

        async Task AddAsync()
        {
            while (Volatile.Read(ref cancelled) < CancelledTakes)
            {
                queue.Add(Interlocked.Increment(ref added));
                while (queue.Count > 2)
                {
                    await Task.Yield();     // lets the takers run dry: only a take that waits can be cancelled
                }
            }
        }

        async Task TakeAsync()
        {
            for (var take = 0; ; take++)
            {
                using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                var waiting = queue.TakeAsync(take % 2 == 0 ? cancellationToken : cancellation.Token);
                var cancelling = take % 2 == 0 || waiting.IsCompleted ? Task.CompletedTask : Task.Run(cancellation.Cancel, cancellationToken);
                try
                {
                    if (await waiting is not { } item)
                    {
                        return;
                    }

                    taken.Add(item.Key);
                    item.Succeed();
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    Interlocked.Increment(ref cancelled);
                }

                await cancelling;
            }
        }
    }

    [Test]
    public async Task TakeAsync_ManyAddersOfFewKeys_NeverTwoWorkersAKeyAndTheLastAddIsSeen(CancellationToken cancellationToken)
    {
        const int Keys = 5;
        using var queue = new WorkQueue<int>(new() { Backoff = new ExponentialBackoff(TimeSpan.FromTicks(10_000), TimeSpan.FromMilliseconds(2)) });
        var added = new int[Keys];
        var seen = new int[Keys];
        var workers = new int[Keys];
        var broken = 0;
        var takers = Enumerable.Range(0, 8).Select(_ => Task.Run(WorkAsync, cancellationToken)).ToList();
        var adders = Enumerable.Range(0, 4).Select(seed => Task.Run(() => Add(new Random(seed)), cancellationToken)).ToList();

        await Task.WhenAll(adders);
        await queue.DrainAsync(cancellationToken);
        await Task.WhenAll(takers);

        Assert.That(broken, Is.Zero, "Two workers had the same key.");
        Assert.That(seen, Is.EqualTo(added), "After the last add of a key comes a run that sees it.");

        void Add(Random random)
        {
            for (var i = 0; i < 50_000; i++)
            {
                var key = random.Next(Keys);
                Interlocked.Increment(ref added[key]);
                queue.Add(key);
                queue.AddAfter(random.Next(Keys), TimeSpan.FromTicks(random.Next(20_000)));
            }
        }

        async Task WorkAsync()
        {
            await foreach (var item in queue.TakeAllAsync(cancellationToken))
            {
                broken += Interlocked.Increment(ref workers[item.Key]) == 1 ? 0 : 1;
                seen[item.Key] = Volatile.Read(ref added[item.Key]);
                if (seen[item.Key] % 16 == 0)
                {
                    await Task.Yield();
                }

                broken += Interlocked.Decrement(ref workers[item.Key]) == 0 ? 0 : 1;
                Settle(item);
            }
        }

        static void Settle(WorkItem<int> item)
        {
            switch (item.Attempt % 4)
            {
                case 1: item.RequeueAfter(TimeSpan.FromTicks(5_000)); break;
                case 2: item.Dispose(); break;
                default: item.Retry(); break;
            }
        }
    }

    [Test]
    public async Task TakeAsync_AsManyIdleTakersAsKeysAddedAtOnce_EachGetsOneAlthoughNoneIsSettled(CancellationToken cancellationToken)
    {
        using var queue = new WorkQueue<int>();
        for (var round = 0; round < 3_000; round++)
        {
            var takes = Enumerable.Range(0, 3).Select(_ => queue.TakeAsync(cancellationToken).AsTask()).ToList();
            Parallel.For(0, 3, new ParallelOptions { MaxDegreeOfParallelism = 3 }, key => queue.Add(key));
            var items = await Task.WhenAll(takes);
            Assert.That(items.Select(item => item!.Value.Key), Is.Unique);
            foreach (var item in items)
            {
                item!.Value.Succeed();
            }
        }
    }
}
