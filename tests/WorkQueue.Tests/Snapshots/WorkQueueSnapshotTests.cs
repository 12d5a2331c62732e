using System.Diagnostics;
using System.Reflection;

namespace KubeController.WorkQueues.Tests.Snapshots;

public sealed class WorkQueueSnapshotTests : QueueFixture
{
    [Test]
    public void GetSnapshot_ThroughTheLifeOfAKey_SaysWhereItIsAndSinceWhen()
    {
        var start = Time.GetUtcNow();
        Queue.AddAfter("a", TimeSpan.FromSeconds(10), 3);
        Assert.That(Queue.GetSnapshot().Delayed, Is.EqualTo(new[] { new DelayedKey<string>("a", 3, start.AddSeconds(10), 0) }));

        Time.Advance(TimeSpan.FromSeconds(10));
        Assert.That(Queue.GetSnapshot().Waiting, Is.EqualTo(new[] { new WaitingKey<string>("a", 3, start.AddSeconds(10), 0) }));

        Time.Advance(TimeSpan.FromSeconds(1));
        var item = Take();
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(Queue.GetSnapshot().Running, Is.EqualTo(new[] { new RunningKey<string>("a", start.AddSeconds(11), 0, IsDirty: false) }));

        Queue.Add("a");
        Assert.That(Queue.GetSnapshot().Running.Single().IsDirty);

        item.Retry();
        Take().Retry();
        Assert.That(Queue.GetSnapshot().Delayed, Is.EqualTo(new[] { new DelayedKey<string>("a", 3, Time.GetUtcNow() + Milliseconds(10), 2) }));
    }

    [Test]
    public void GetSnapshot_ManyKeys_InTheOrderInWhichTheyWillCome()
    {
        Queue.Add("background", WorkPriority.Background);
        Queue.Add("live-1");
        Queue.Add("live-2");
        Queue.AddAfter("later", TimeSpan.FromSeconds(9));
        Queue.AddAfter("soon", TimeSpan.FromSeconds(1));
        Queue.AddAfter("soon-too", TimeSpan.FromSeconds(1));
        var snapshot = Queue.GetSnapshot();
        Assert.That(snapshot.Waiting.Select(key => key.Key), Is.EqualTo(new[] { "live-1", "live-2", "background" }));
        Assert.That(snapshot.Delayed.Select(key => key.Key), Is.EqualTo(new[] { "soon", "soon-too", "later" }));
        Assert.That(snapshot.IsShutDown, Is.False);
        Queue.ShutDown();
        Assert.That(Queue.GetSnapshot().IsShutDown);
    }

    [Test]
    public void GetSnapshot_DelayedBeyondTheCalendar_TheLastDayThereIs()
    {
        Queue.AddAfter("a", TimeSpan.MaxValue);
        Assert.That(Queue.GetSnapshot().Delayed.Single().Until, Is.EqualTo(DateTimeOffset.MaxValue));
    }

    [Test]
    public void Debugger_QueueAndItem_ShowWhatTheyHold()
    {
        var proxy = typeof(WorkQueue<string>).GetCustomAttribute<DebuggerTypeProxyAttribute>()!;
        var view = Activator.CreateInstance(Type.GetType(proxy.ProxyTypeName)!.MakeGenericType(typeof(string)), Queue)!;
        Queue.Add("a");
        var snapshot = (WorkQueueSnapshot<string>)view.GetType().GetProperty("Snapshot")!.GetValue(view)!;
        Assert.That(snapshot.Waiting.Single().Key, Is.EqualTo("a"));
        foreach (var type in new[] { typeof(WorkQueue<string>), typeof(WorkItem<string>), typeof(WorkerPool<string>), typeof(WorkQueueSnapshot<string>) })
        {
            var display = type.GetCustomAttribute<DebuggerDisplayAttribute>()!.Value;
            var names = System.Text.RegularExpressions.Regex.Matches(display, @"\{(\w+)[\w.]*\}").Select(match => match.Groups[1].Value).ToList();
            Assert.That(names, Is.Not.Empty);
            Assert.That(names, Is.All.Matches<string>(name => type.GetProperty(name) is not null), $"{type.Name} shows properties that it has.");
        }
    }
}
