using System.Globalization;
using System.Net;
using System.Text;
using k8s.Models;
using KubeController.Informers.Tests.Support;
using static KubeController.Informers.Tests.Support.Json;

namespace KubeController.Informers.Tests.Metrics;

[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class InformerMetricsTests : IDisposable
{
    private readonly OneMeterFactory _factory = new();

    public void Dispose() => _factory.Dispose();

    [Test]
    public async Task Run_ListsWatchesAndFailures_AreCountedWithTheirReasons(CancellationToken cancellationToken)
    {
        await using var rig = Rig();
        rig.Run();
        (await rig.Server.NextListAsync(cancellationToken)).Refuse(HttpStatusCode.Unauthorized, "Unauthorized");
        await rig.Time.PassDelayAsync(cancellationToken);
        (await rig.Server.NextListAsync(cancellationToken)).Refuse(HttpStatusCode.NotFound, "NotFound");
        await rig.Time.PassDelayAsync(cancellationToken);
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("9", ConfigMap("a", 1));
        (await rig.Server.NextWatchAsync(cancellationToken)).Refuse(HttpStatusCode.Forbidden, "Forbidden");
        await rig.Time.PassDelayAsync(cancellationToken);
        var watch = (await rig.Server.NextWatchAsync(cancellationToken)).Accept();
        await watch.AddedAsync(ConfigMap("b", 10));
        await watch.BookmarkAsync("11");
        await watch.ErrorAsync(410, "Expired");
        await rig.Time.PassDelayAsync(cancellationToken);
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("12", ConfigMap("a", 1));
        (await rig.Server.NextWatchAsync(cancellationToken)).Accept();

        var figures = new Figures(_factory);
        Assert.Multiple(() =>
        {
            Assert.That(figures.Read<long>("lists"), Is.EqualTo("name=configmaps:4"));
            Assert.That(figures.Read<long>("relists"), Is.EqualTo("name=configmaps reason=expired:1"));
            Assert.That(figures.Read<long>("watches"), Is.EqualTo("name=configmaps:3"));
            Assert.That(figures.Read<long>("watch_restarts"), Is.EqualTo("name=configmaps:2"));
            Assert.That(figures.Read<long>("events"), Is.EqualTo("name=configmaps:1"));
            Assert.That(figures.Read<long>("bookmarks"), Is.EqualTo("name=configmaps:1"));
            Assert.That(figures.Read<long>("failures"), Is.EqualTo(
                "name=configmaps reason=expired:1, name=configmaps reason=forbidden:1, name=configmaps reason=not_found:1, name=configmaps reason=unauthorized:1"));
            Assert.That(figures.Read<int>("synced"), Is.EqualTo("name=configmaps:1"));
        });
    }

    [Test]
    public async Task Run_Streams_AreCountedAndSoIsTheFallback(CancellationToken cancellationToken)
    {
        await using var rig = Rig(streams: true);
        rig.Run();
        (await rig.Server.NextStreamAsync(cancellationToken)).Refuse(HttpStatusCode.UnprocessableEntity, "Invalid");
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("9");
        await rig.Server.NextWatchAsync(cancellationToken);
        var figures = new Figures(_factory);
        Assert.That(figures.Read<long>("fallbacks"), Is.EqualTo("name=configmaps:1"));
        Assert.That(figures.Read<long>("streamed_lists"), Is.EqualTo("name=configmaps:0"));
        Assert.That(figures.Read<double>("last_list_duration"), Is.EqualTo("name=configmaps:0"));
    }

    [Test]
    public async Task StoreSize_ObjectsComeChangeAndGo_IsTheirJson(CancellationToken cancellationToken)
    {
        await using var rig = Rig();
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1), ConfigMap("b", 2)], cancellationToken);
        var figures = new Figures(_factory);
        Assert.That(figures.Read<long>("store_size"), Is.EqualTo($"name=configmaps:{Kept(rig)}"));
        await watch.ModifiedAsync(ConfigMap("a", 10, value: new('x', 1000)));
        await watch.DeletedAsync(ConfigMap("b", 11));
        await watch.AddedAsync(ConfigMap("c", 12));
        await rig.Changes.NextAsync(3, cancellationToken);
        Assert.That(figures.Read<long>("store_size"), Is.EqualTo($"name=configmaps:{Kept(rig)}"));
        await watch.ErrorAsync(410, "Expired");
        await rig.Time.PassDelayAsync(cancellationToken);
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("20", ConfigMap("c", 19, value: "longer than before"), ConfigMap("d", 18));
        await rig.Changes.NextAsync(3, cancellationToken);
        Assert.That(figures.Read<long>("store_size"), Is.EqualTo($"name=configmaps:{Kept(rig)}"));
        Assert.That(figures.Read<int>("objects"), Is.EqualTo("name=configmaps:2"));
    }

    [Test]
    public async Task StoreSize_LiveObjects_IsNotClaimed(CancellationToken cancellationToken)
    {
        await using var rig = Rig(options => options.StorageMode = StorageMode.Objects);
        await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        Assert.That(new Figures(_factory).Read<long>("store_size"), Is.Empty);
    }

    [Test]
    public async Task Staleness_NothingIsHeard_GrowsFromTheStartAndFromTheLastContact(CancellationToken cancellationToken)
    {
        await using var rig = Rig();
        rig.Run();
        var list = await rig.Server.NextListAsync(cancellationToken);
        rig.Time.Advance(TimeSpan.FromSeconds(3));
        var figures = new Figures(_factory);
        Assert.That(figures.Read<double>("staleness"), Is.EqualTo("name=configmaps:3"));
        list.ReplyList("9");
        await rig.Server.NextWatchAsync(cancellationToken);
        Assert.That(figures.Read<double>("staleness"), Is.EqualTo("name=configmaps:0"));
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.That(figures.Read<double>("staleness"), Is.EqualTo("name=configmaps:5"));
    }

    [Test]
    public async Task Pending_SubscribersBehind_AreCountedByName(CancellationToken cancellationToken)
    {
        await using var rig = Rig();
        using var gate = new ManualResetEventSlim();
        var reached = new TaskCompletionSource();
        await using var slow = rig.Informer.Subscribe(
            _ =>
            {
                reached.TrySetResult();
                gate.Wait(cancellationToken);
            },
            "slow");
        await rig.ListAsync("9", [ConfigMap("a", 1), ConfigMap("b", 2), ConfigMap("c", 3)], cancellationToken);
        await reached.Task.WaitAsync(cancellationToken);
        await rig.Subscription.WaitForSyncAsync(cancellationToken);
        // Two objects, and the mark after the last.
        Assert.That(new Figures(_factory).Read<int>("pending"), Is.EqualTo($"name=configmaps subscriber=slow:{slow.PendingCount}, name=configmaps subscriber=unnamed:0"));
        Assert.That(slow.PendingCount, Is.InRange(2, 3));
        gate.Set();
    }

    [Test]
    public async Task Undecodable_OnesCome_AreCounted(CancellationToken cancellationToken)
    {
        await using var rig = Rig(options => options.DecodeOnIntake = true);
        await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        await rig.StopAsync();

        await using var other = Rig(options => (options.Name, options.DecodeOnIntake) = ("other", true));
        other.Run();
        (await other.Server.NextListAsync(cancellationToken)).ReplyList("9", Poison("a", 1), ConfigMap("b", 2));
        await other.Server.NextWatchAsync(cancellationToken);
        var figures = new Figures(_factory);
        Assert.That(figures.Read<int>("undecodable"), Is.EqualTo("name=other:1"), "one that has stopped is not measured");
        Assert.That(figures.Read<long>("undecodable_received"), Is.EqualTo("name=other:1"));
        Assert.That(_factory.Created, Is.EqualTo(1), "one set of instruments, whatever informers come and go");
    }

    private static int Kept(InformerRig rig) =>
        rig.Store.List().Sum(item => Encoding.UTF8.GetByteCount(ConfigMap(item.Metadata.Name, int.Parse(item.Metadata.ResourceVersion, CultureInfo.InvariantCulture), value: item.Data["key"]))
            - """ "apiVersion":"v1","kind":"ConfigMap", """.Trim().Length);

    private InformerRig Rig(Action<InformerOptions<V1ConfigMap>>? configure = null, bool streams = false) => new(
        options =>
        {
            options.MeterFactory = _factory;
            configure?.Invoke(options);
        },
        streams);
}
