using KubeController.Informers;
using KubeController.Reconcilers.Tests.Support;
using KubeController.Reconcilers.Waking;
using KubeController.WorkQueues;

namespace KubeController.Reconcilers.Tests.Waking;

/// <summary>With which priority a change wakes its keys.</summary>
[CancelAfter(30_000)]
public sealed class ChangeTriggerTests
{
    [Test]
    public async Task Subscribe_ThereBeforeAndChangedSince_WhatIsNewGoesFirst(CancellationToken cancellationToken)
    {
        var surroundings = new Surroundings();
        var cluster = new FakeCluster().Install<Widget>();
        cluster.Put(new Widget { Metadata = new() { NamespaceProperty = "default", Name = "before" } });
        using var connection = cluster.Connect(surroundings.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var informer = new Informer<Widget>(new(connection), new() { TimeProvider = surroundings.Time });
        await using var inbox = new Inbox(new() { TimeProvider = surroundings.Time });
        var trigger = new ChangeTrigger<Widget>(new(informer, () => Task.CompletedTask), [], change => [change.Key], surroundings.For().TelemetryOf("test"));
        await using var subscription = trigger.Subscribe(inbox);
        var running = informer.RunAsync(stop.Token);
        await subscription.WaitForSyncAsync(cancellationToken);

        var seen = new TaskCompletionSource();
        await using var witness = informer.Subscribe(change => Note(change.Key.Name));
        cluster.Put(new Widget { Metadata = new() { NamespaceProperty = "default", Name = "after" } });
        await seen.Task.WaitAsync(cancellationToken);
        while (inbox.Queue.Count < 2)
        {
            await Task.Yield();     // the two subscribers are told independently of each other
        }

        Assert.That(
            inbox.Queue.GetSnapshot().Waiting.Select(key => (key.Key.Name, key.Priority)),
            Is.EqualTo(new[] { ("after", WorkPriority.Live), ("before", WorkPriority.Background) }));
        await stop.CancelAsync();
        await running;

        void Note(string name)
        {
            if (name == "after")
            {
                seen.TrySetResult();
            }
        }
    }
}
