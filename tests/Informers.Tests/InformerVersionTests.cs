using System.Net;
using KubeController.Client;
using KubeController.Informers.Tests.Support;
using static KubeController.Informers.Tests.Support.Json;

namespace KubeController.Informers.Tests;

[CancelAfter(30_000)]
public sealed class InformerVersionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly NamespacedName Key = new("default", "a");

    [Test]
    public async Task WaitForVersion_ReachedAlready_ReturnsAtOnce(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.ListAsync("9", [ConfigMap("a", 1)], cancellationToken);
        var wait = rig.Informer.WaitForVersionAsync("9", Patience, cancellationToken);
        Assert.That((wait.IsCompletedSuccessfully, await wait, rig.Informer.State.VersionWaits), Is.EqualTo((true, true, 0L)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task WaitForVersion_WatchReachesIt_Returns(bool byBookmark, CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        var wait = rig.Informer.WaitForVersionAsync("12", Patience, cancellationToken);
        await watch.ModifiedAsync(ConfigMap("a", 11));
        await watch.DealtWithAsync(cancellationToken);
        Assert.That(wait.IsCompleted, Is.False);
        await (byBookmark ? watch.BookmarkAsync("12") : watch.AddedAsync(ConfigMap("b", 13)));
        Assert.That(await wait, Is.True);
        Assert.That(rig.Informer.State.VersionWaits, Is.EqualTo(1));
    }

    [Test]
    public async Task WaitForVersion_TooLong_ReturnsFalse(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        var wait = rig.Informer.WaitForVersionAsync("12", Patience, cancellationToken);
        await rig.Time.NextTimerAsync(due => due == Patience, cancellationToken);
        rig.Time.Advance(Patience);
        Assert.That(await wait, Is.False);
    }

    [Test]
    public async Task WaitForVersion_InformerStops_IsCancelled(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        var wait = rig.Informer.WaitForVersionAsync("12", Patience, cancellationToken);
        await rig.StopAsync();
        Assert.That(async () => await wait, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(async () => await rig.Informer.WaitForVersionAsync("12", Patience, cancellationToken), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task WaitForVersion_Cancelled_EndsAtOnce(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        using var cancel = new CancellationTokenSource();
        var wait = rig.Informer.WaitForVersionAsync("12", Timeout.InfiniteTimeSpan, cancel.Token);
        await cancel.CancelAsync();
        Assert.That(async () => await wait, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Get_StoreIsAsNew_AsksNobody(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.WatchAsync("9", [ConfigMap("a", 7)], cancellationToken);
        var found = await rig.Informer.GetAsync(Key, "7", Patience, cancellationToken);
        Assert.That(found?.Metadata.ResourceVersion, Is.EqualTo("7"));
        Assert.That(await rig.Informer.GetAsync(new("default", "b"), "9", Patience, cancellationToken), Is.Null, "At that version there was none.");
        Assert.That((rig.Server.Untaken, rig.Informer.State.LiveReads), Is.EqualTo((0, 0L)));
    }

    [Test]
    public async Task Get_StoreIsTooSlow_AsksTheServer(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.WatchAsync("9", [ConfigMap("a", 7)], cancellationToken);
        var get = await BeginGetAsync(rig, cancellationToken);
        var request = await rig.Server.NextAsync(cancellationToken);
        Assert.That(request.Path, Is.EqualTo("/api/v1/namespaces/default/configmaps/a"));
        request.Reply(HttpStatusCode.OK, ConfigMap("a", 12));
        Assert.That((await get)?.Metadata.ResourceVersion, Is.EqualTo("12"));
        Assert.That(rig.Informer.State.LiveReads, Is.EqualTo(1));
    }

    [Test]
    public async Task Get_StoreIsTooSlowAndTheServerHasNone_ReturnsNull(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.WatchAsync("9", [ConfigMap("a", 7)], cancellationToken);
        var get = await BeginGetAsync(rig, cancellationToken);
        (await rig.Server.NextAsync(cancellationToken)).Refuse(HttpStatusCode.NotFound, "NotFound");
        Assert.That(await get, Is.Null);
    }

    private static async Task<Task<k8s.Models.V1ConfigMap?>> BeginGetAsync(InformerRig rig, CancellationToken cancellationToken)
    {
        var get = rig.Informer.GetAsync(Key, "12", Patience, cancellationToken);
        await rig.Time.NextTimerAsync(due => due == Patience, cancellationToken);
        rig.Time.Advance(Patience);
        return get;
    }
}
