using System.Net;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers.Tests.Support;
using static KubeController.Informers.Tests.Support.Json;
using static KubeController.Informers.Tests.Support.Maps;

namespace KubeController.Informers.Tests.Writes;

[CancelAfter(30_000)]
public sealed class ReadYourWritesTests
{
    private const string Gone = """{"kind":"Status","apiVersion":"v1","status":"Success","details":{"name":"a","kind":"configmaps","uid":"uid-a"}}""";

    [Test]
    public async Task Write_Answered_IsShownAtOnceAndToldOnce(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        await WriteAsync(rig, rig.Client.ReplaceAsync(Map("a", 1), cancellationToken), ConfigMap("a", 10), cancellationToken);
        Assert.That((rig.Content(), rig.Store.ResourceVersion), Is.EqualTo(("a@10", "9")), "The store is complete up to what the watch has told, and no further.");
        await watch.ModifiedAsync(ConfigMap("a", 10));
        await watch.ModifiedAsync(ConfigMap("a", 11));
        var own = await rig.Changes.NextAsync(cancellationToken);
        Assert.That((ChangeRecorder.Describe(own), own.Origin), Is.EqualTo(("a@1>10", ChangeOrigin.OwnWrite)));
        var next = await rig.Changes.NextAsync(cancellationToken);
        Assert.That((ChangeRecorder.Describe(next), next.Origin), Is.EqualTo(("a@10>11", ChangeOrigin.Watch)));
        Assert.That((rig.Store.ResourceVersion, rig.Informer.State.OwnWrites), Is.EqualTo(("11", 1L)));
    }

    [Test]
    public async Task Write_ThatChangedNothing_IsToldToNobody(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        await WriteAsync(rig, rig.Client.ReplaceAsync(Map("a", 1), cancellationToken), ConfigMap("a", 1), cancellationToken);
        await WriteAsync(rig, rig.Client.CreateAsync(New("b"), cancellationToken), ConfigMap("b", 10), cancellationToken);
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "+b@10" }));
    }

    [Test]
    public async Task Write_OfTheStatusAndByPatchAndApply_IsShown(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        await WriteAsync(rig, rig.Client.PatchStatusAsync<V1ConfigMap>(new("default", "a"), new MergePatch(), cancellationToken), ConfigMap("a", 10), cancellationToken);
        await WriteAsync(rig, rig.Client.PatchAsync<V1ConfigMap>(new("default", "a"), new MergePatch(), cancellationToken), ConfigMap("a", 11), cancellationToken);
        await WriteAsync(rig, rig.Client.ApplyAsync(New("a"), new ApplyOptions { FieldManager = "test" }, cancellationToken), ConfigMap("a", 12), cancellationToken);
        Assert.That(await rig.Changes.NextAsync(3, cancellationToken), Is.EqualTo(new[] { "a@1>10", "a@10>11", "a@11>12" }));
    }

    [Test]
    public async Task Write_AnsweredAfterTheWatchToldIt_IsPassedOver(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        var write = rig.Client.ReplaceAsync(Map("a", 1), cancellationToken);
        var request = await rig.Server.NextAsync(cancellationToken);
        await watch.ModifiedAsync(ConfigMap("a", 10));
        await watch.DeletedAsync(ConfigMap("a", 11));
        Assert.That(await rig.Changes.NextAsync(2, cancellationToken), Is.EqualTo(new[] { "a@1>10", "-a@11" }));
        request.Reply(HttpStatusCode.OK, ConfigMap("a", 10));
        await write;
        Assert.That(rig.Content(), Is.Empty, "What was deleted since does not come back.");
    }

    [Test]
    public async Task Write_OfWhatOthersChangedBefore_TellsThatToo(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 5)], cancellationToken);
        await WriteAsync(rig, rig.Client.PatchAsync<V1ConfigMap>(new("default", "a"), new MergePatch(), cancellationToken), ConfigMap("a", 12), cancellationToken);
        await watch.ModifiedAsync(ConfigMap("a", 11));
        await watch.ModifiedAsync(ConfigMap("a", 12));
        await watch.BookmarkAsync("20");
        await rig.Changes.NextAsync(cancellationToken);
        var foreign = await rig.Changes.NextAsync(cancellationToken);
        Assert.That((ChangeRecorder.Describe(foreign), foreign.Origin), Is.EqualTo(("a@5>12", ChangeOrigin.Watch)));
        await watch.DealtWithAsync(cancellationToken);
        Assert.That((rig.Content(), rig.Changes.Waiting), Is.EqualTo(("a@12", 0)));
    }

    [Test]
    public async Task Create_OverARelistThatIsOlder_Stays(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        await WriteAsync(rig, rig.Client.CreateAsync(New("b"), cancellationToken), ConfigMap("b", 15), cancellationToken);
        await watch.ErrorAsync(410, "Expired");
        await rig.Time.PassDelayAsync(cancellationToken);
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("12", ConfigMap("a", 1));
        await rig.Server.NextWatchAsync(cancellationToken);
        Assert.That(rig.Content(), Is.EqualTo("a@1 b@15"));
    }

    [Test]
    public async Task Create_DeletedByOthersWhileNobodyWatched_GoesWithTheNextList(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        var watch = await rig.WatchAsync("9", [], cancellationToken);
        await WriteAsync(rig, rig.Client.CreateAsync(New("b"), cancellationToken), ConfigMap("b", 15), cancellationToken);
        await rig.Changes.NextAsync(cancellationToken);
        await watch.ErrorAsync(410, "Expired");
        await rig.Time.PassDelayAsync(cancellationToken);
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("20");
        var ghost = await rig.Changes.NextAsync(cancellationToken);
        Assert.That((ChangeRecorder.Describe(ghost), ghost.IsFinalStateUnknown), Is.EqualTo(("-b@15", true)));
        Assert.That(rig.Content(), Is.Empty);
    }

    [Test]
    public async Task Write_BeforeTheFirstList_IsShownWithIt(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        rig.Run();
        var list = await rig.Server.NextListAsync(cancellationToken);
        await WriteAsync(rig, rig.Client.CreateAsync(New("b"), cancellationToken), ConfigMap("b", 15), cancellationToken);
        Assert.That(rig.Content(), Is.Empty);
        list.ReplyList("9", ConfigMap("a", 1));
        Assert.That(await rig.Changes.NextAsync(2, cancellationToken), Is.EqualTo(new[] { "+a@1", "+b@15" }));
    }

    [Test]
    public async Task Write_BeforeTheFirstListAnsweredInAnotherOrder_TheNewestIsShown(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        rig.Run();
        var list = await rig.Server.NextListAsync(cancellationToken);
        await WriteAsync(rig, rig.Client.ReplaceAsync(Map("b", 1), cancellationToken), ConfigMap("b", 16), cancellationToken);
        await WriteAsync(rig, rig.Client.ReplaceAsync(Map("b", 1), cancellationToken), ConfigMap("b", 15), cancellationToken);
        list.ReplyList("9");
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "+b@16" }));
    }

    [Test]
    public async Task Delete_Answered_IsGoneAtOnceAndDoesNotComeBack(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        await WriteAsync(rig, rig.Client.DeleteAsync<V1ConfigMap>(new("default", "a"), cancellationToken: cancellationToken), Gone, cancellationToken);
        Assert.That(rig.Content(), Is.Empty);
        await watch.ModifiedAsync(ConfigMap("a", 10));
        await watch.DeletedAsync(ConfigMap("a", 11));
        await watch.AddedAsync(ConfigMap("a", 12, uid: "other"));
        Assert.That(await rig.Changes.NextAsync(2, cancellationToken), Is.EqualTo(new[] { "-a@1", "+a@12" }));
    }

    [Test]
    public async Task Delete_OverARelistThatIsOlder_StaysGone(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        await WriteAsync(rig, rig.Client.DeleteAsync<V1ConfigMap>(new("default", "a"), cancellationToken: cancellationToken), Gone, cancellationToken);
        await watch.ErrorAsync(410, "Expired");
        await rig.Time.PassDelayAsync(cancellationToken);
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("12", ConfigMap("a", 1));
        var second = (await rig.Server.NextWatchAsync(cancellationToken)).Accept();
        Assert.That(rig.Content(), Is.Empty);
        await second.DeletedAsync(ConfigMap("a", 13));
        await second.AddedAsync(ConfigMap("a", 14, uid: "other"));
        Assert.That(await rig.Changes.NextAsync(2, cancellationToken), Is.EqualTo(new[] { "-a@1", "+a@14" }));
    }

    [Test]
    public async Task Delete_ThatOnlyBegins_IsShownAsBegun(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        await WriteAsync(rig, rig.Client.DeleteAsync<V1ConfigMap>(new("default", "a"), cancellationToken: cancellationToken), Ending("a", 10, "\"hold\""), cancellationToken);
        Assert.That(rig.Content(), Is.EqualTo("a@10"));
        await WriteAsync(rig, rig.Client.ReplaceAsync(Map("a", 10), cancellationToken), Ending("a", 11), cancellationToken);
        Assert.That(rig.Content(), Is.Empty, "The last finalizer is gone, and so is the object.");
        var changes = await rig.Changes.NextAsync(2, cancellationToken);
        Assert.That(changes, Is.EqualTo(new[] { "a@1>10", "-a@11" }));
    }

    [Test]
    public async Task Delete_OfAServerThatWasPutBack_HidesNothingForLong(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        await WriteAsync(rig, rig.Client.DeleteAsync<V1ConfigMap>(new("default", "a"), cancellationToken: cancellationToken), Gone, cancellationToken);
        Assert.That(rig.Content(), Is.Empty);
        rig.Time.Advance(TimeSpan.FromSeconds(65));
        await watch.BookmarkAsync("10");
        await watch.DealtWithAsync(cancellationToken);
        await watch.ErrorAsync(410, "Expired");
        await rig.Time.PassDelayAsync(cancellationToken);
        (await rig.Server.NextListAsync(cancellationToken)).Refuse(HttpStatusCode.Gone, "Expired");
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("7", ConfigMap("a", 1));
        Assert.That(await rig.Changes.NextAsync(2, cancellationToken), Is.EqualTo(new[] { "-a@1", "+a@1" }));
    }

    [Test]
    public async Task Write_ThatLeavesTheSelector_IsGoneAtOnce(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig(scope: new() { LabelSelector = "app=web" });
        await rig.WatchAsync("9", [ConfigMap("a", 1, label: "web")], cancellationToken);
        await WriteAsync(rig, rig.Client.ReplaceAsync(Map("a", 1), cancellationToken), ConfigMap("a", 10, label: "db"), cancellationToken);
        await WriteAsync(rig, rig.Client.CreateAsync(New("b"), cancellationToken), ConfigMap("b", 11, label: "db"), cancellationToken);
        await WriteAsync(rig, rig.Client.CreateAsync(New("c"), cancellationToken), ConfigMap("c", 12, label: "web"), cancellationToken);
        Assert.That(rig.Content(), Is.EqualTo("c@12"));
        Assert.That(await rig.Changes.NextAsync(2, cancellationToken), Is.EqualTo(new[] { "-a@10", "+c@12" }));
    }

    [Test]
    public async Task Write_UnderASelectorThatOnlyTheServerKnows_ChangesWhatIsThereAndAddsNothing(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig(scope: new() { FieldSelector = "spec.nodeName=one" });
        await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        await WriteAsync(rig, rig.Client.CreateAsync(New("b"), cancellationToken), ConfigMap("b", 10), cancellationToken);
        await WriteAsync(rig, rig.Client.ReplaceAsync(Map("a", 1), cancellationToken), ConfigMap("a", 11), cancellationToken);
        Assert.That(rig.Content(), Is.EqualTo("a@11"));
    }

    [Test]
    public async Task Write_OfAnotherNamespaceOrType_IsNothingToTheStore(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig(scope: new() { Namespace = "default" });
        await rig.WatchAsync("9", [], cancellationToken);
        await WriteAsync(rig, rig.Client.CreateAsync(new V1ConfigMap { Metadata = new() { Name = "b", NamespaceProperty = "other" } }, cancellationToken), ConfigMap("other/b", 10), cancellationToken);
        await WriteAsync(
            rig, rig.Client.CreateAsync(new V1Secret { Metadata = new() { Name = "c", NamespaceProperty = "default" } }, cancellationToken),
            ConfigMap("c", 11).Replace("ConfigMap", "Secret", StringComparison.Ordinal).Replace("\"v\"", "\"dg==\"", StringComparison.Ordinal), cancellationToken);
        Assert.That((rig.Store.Count, rig.Informer.State.OwnWrites), Is.EqualTo((0, 0L)));
    }

    [Test]
    public async Task Write_WithoutAnOrderOfVersions_WaitsForTheWatch(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        await WriteAsync(rig, rig.Client.ReplaceAsync(Map("a", 1), cancellationToken), ConfigMap("a", 10).Replace("\"10\"", "\"x10\"", StringComparison.Ordinal), cancellationToken);
        Assert.That(rig.Content(), Is.EqualTo("a@1"));
    }

    [Test]
    public async Task Write_WhenItIsSwitchedOff_WaitsForTheWatch(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig(options => options.ReadYourWrites = false);
        await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        await WriteAsync(rig, rig.Client.ReplaceAsync(Map("a", 1), cancellationToken), ConfigMap("a", 10), cancellationToken);
        Assert.That(rig.Content(), Is.EqualTo("a@1"));
    }

    [Test]
    public async Task Write_AfterTheInformerStopped_ChangesNothing(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        await rig.StopAsync();
        await WriteAsync(rig, rig.Client.ReplaceAsync(Map("a", 1), cancellationToken), ConfigMap("a", 10), cancellationToken);
        Assert.That(rig.Content(), Is.EqualTo("a@1"));
    }

    [Test]
    public async Task Write_Transformed_IsTransformedOnce(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig(options => options.Transform = map =>
        {
            map.Data["seen"] = map.Data.TryGetValue("seen", out var seen) ? $"{seen} once" : "once";
            return map;
        });
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        await WriteAsync(rig, rig.Client.ReplaceAsync(Map("a", 1), cancellationToken), ConfigMap("a", 10), cancellationToken);
        await watch.ModifiedAsync(ConfigMap("a", 10));
        await watch.DealtWithAsync(cancellationToken);
        Assert.That(rig.Store.TryGet(new("default", "a"), out var map) ? map.Data["seen"] : null, Is.EqualTo("once"));
    }

    private static string Ending(string name, int version, string finalizers = "") => ConfigMap(name, version).Replace(
        "\"uid\"", $"\"deletionTimestamp\":\"2026-01-01T00:00:00Z\",\"deletionGracePeriodSeconds\":0,\"finalizers\":[{finalizers}],\"uid\"", StringComparison.Ordinal);

    private static async Task WriteAsync(InformerRig rig, Task write, string answer, CancellationToken cancellationToken)
    {
        var request = await rig.Server.NextAsync(cancellationToken);
        Assert.That(request.IsWatch, Is.False, $"Expected a write, got {request}.");
        request.Reply(HttpStatusCode.OK, answer);
        await write;
    }
}
