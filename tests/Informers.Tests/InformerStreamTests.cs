using System.Net;
using KubeController.Informers.Tests.Support;
using static KubeController.Informers.Tests.Support.Json;

namespace KubeController.Informers.Tests;

/// <summary>Lists that are streamed by a watch (KEP-3157), as long as all is well or the trouble passes.</summary>
[CancelAfter(30_000)]
public sealed class InformerStreamTests
{
    // E16.
    [Test]
    public async Task Stream_First_AsksForTheMostRecentStateAndCommitsAtTheAnnotatedBookmark(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        rig.Run();
        var request = await rig.Server.NextStreamAsync(cancellationToken);
        Assert.That(
            (request.ResourceVersion, request["resourceVersionMatch"], request["allowWatchBookmarks"], request["limit"]),
            Is.EqualTo(((string?)null, "NotOlderThan", "true", (string?)null)));
        Assert.That(int.Parse(request["timeoutSeconds"]!, System.Globalization.CultureInfo.InvariantCulture), Is.InRange(300, 599));
        var stream = request.Accept();
        await stream.AddedAsync(ConfigMap("a", 7));
        await stream.AddedAsync(ConfigMap("b", 2));
        await stream.BookmarkAsync("8");
        await stream.InitialEndAsync("9", "\"false\"");
        await stream.InitialEndAsync("9", "true");
        await stream.DealtWithAsync(cancellationToken);
        Assert.That((rig.Informer.HasSynced, rig.Store.Count), Is.EqualTo((false, 0)), "Half a list is no list, and only the text \"true\" says that it is whole.");
        await stream.InitialEndAsync("9");
        Assert.That(await rig.Changes.NextAsync(2, cancellationToken), Is.EqualTo(new[] { "+a@7", "+b@2" }));
        Assert.That((rig.Informer.HasSynced, rig.Store.ResourceVersion), Is.EqualTo((true, "9")));
    }

    [Test]
    public async Task Stream_AfterItsBookmark_GoesOnAsTheWatch(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        var stream = await StreamAsync(rig, "9", [ConfigMap("a", 1)], cancellationToken);
        await stream.ModifiedAsync(ConfigMap("a", 10));
        await stream.DeletedAsync(ConfigMap("a", 11));
        await stream.BookmarkAsync("15");
        await stream.AddedAsync(ConfigMap("b", 16));
        Assert.That(await rig.Changes.NextAsync(3, cancellationToken), Is.EqualTo(new[] { "a@1>10", "-a@11", "+b@16" }));
        stream.End();
        var next = await rig.Server.NextWatchAsync(cancellationToken);
        Assert.That((next.ResourceVersion, next["sendInitialEvents"]), Is.EqualTo(("16", (string?)null)));
        Assert.That(
            rig.Informer.State,
            Has.Property("Lists").EqualTo(1).And.Property("StreamedLists").EqualTo(1).And.Property("Watches").EqualTo(2).And.Property("Restarts").Zero
                .And.Property("Events").EqualTo(3).And.Property("Bookmarks").EqualTo(1).And.Property("UsesStreamingLists").True);
    }

    // E16.
    [Test]
    public async Task Stream_UpdatesAndDeletesBeforeTheBookmark_AreHonoured(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        rig.Run();
        var stream = (await rig.Server.NextStreamAsync(cancellationToken)).Accept();
        await stream.AddedAsync(ConfigMap("a", 1));
        await stream.AddedAsync(ConfigMap("b", 2));
        await stream.AddedAsync(ConfigMap("c", 3));
        await stream.ModifiedAsync(ConfigMap("a", 4));
        await stream.DeletedAsync(ConfigMap("b", 5));
        await stream.DeletedAsync(ConfigMap("c", 6));
        await stream.AddedAsync(ConfigMap("c", 7, uid: "other"));
        await stream.InitialEndAsync("9");
        Assert.That(await rig.Changes.NextAsync(2, cancellationToken), Is.EqualTo(new[] { "+a@4", "+c@7" }));
        Assert.That(rig.Content(), Is.EqualTo("a@4 c@7"));
    }

    // E18.
    [Test]
    public async Task Stream_BreaksBeforeTheBookmark_NoVersionOfItIsRemembered(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        rig.Run();
        var stream = (await rig.Server.NextStreamAsync(cancellationToken)).Accept();
        await stream.AddedAsync(ConfigMap("a", 7));
        await stream.DealtWithAsync(cancellationToken);
        stream.Cut();
        await rig.Time.PassDelayAsync(cancellationToken);
        Assert.That((await rig.Server.NextStreamAsync(cancellationToken)).ResourceVersion, Is.Null);
        Assert.That((rig.Store.Count, rig.Store.ResourceVersion), Is.EqualTo((0, (string?)null)));
    }

    [Test]
    public async Task Stream_Relist_AsksForNothingOlderThanWasSeen_AndReplacesInOneStep(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        var stream = await StreamAsync(rig, "9", [ConfigMap("a", 1), ConfigMap("b", 2)], cancellationToken);
        await stream.BookmarkAsync("20");
        await stream.ErrorAsync(410, "Expired");
        await rig.Time.PassDelayAsync(cancellationToken);
        var relist = await rig.Server.NextStreamAsync(cancellationToken);
        Assert.That(relist.ResourceVersion, Is.EqualTo("20"));
        stream = relist.Accept();
        await stream.AddedAsync(ConfigMap("b", 2));
        await stream.AddedAsync(ConfigMap("c", 21));
        await stream.DealtWithAsync(cancellationToken);
        Assert.That(rig.Content(), Is.EqualTo("a@1 b@2"), "Until it is whole, the old world is the one that is seen.");
        await stream.InitialEndAsync("30");
        Assert.That(await rig.Changes.NextAsync(2, cancellationToken), Is.EqualTo(new[] { "-a@1", "+c@21" }));
        await stream.DealtWithAsync(cancellationToken);
        Assert.That(rig.Informer.State.CompletedLists, Is.EquivalentTo(new Dictionary<ListReason, long> { [ListReason.First] = 1, [ListReason.Expired] = 1 }));
    }

    // E17.
    [TestCase(true)]
    [TestCase(false)]
    public async Task Stream_VersionUnavailable_StreamsTheMostRecentStateAtOnce(bool isExpired, CancellationToken cancellationToken)
    {
        await using var rig = Create();
        var relist = await RelistAsync(rig, cancellationToken);
        if (isExpired)
        {
            relist.Refuse(HttpStatusCode.Gone, "Expired");
        }
        else
        {
            // A streaming list from a future version is accepted and answered by an Error frame.
            await relist.Accept().ErrorAsync(504, "Timeout", retryAfter: 1, cause: "ResourceVersionTooLarge");
        }

        var again = await rig.Server.NextStreamAsync(cancellationToken);
        Assert.That(again.ResourceVersion, Is.Null);
        var stream = again.Accept();
        await stream.InitialEndAsync("30");
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "-a@1" }));
    }

    // E9.
    [Test]
    public async Task Stream_OlderThanWasSeen_IsPassedOver(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        await (await RelistAsync(rig, cancellationToken)).Accept().InitialEndAsync("8");
        var again = await rig.Server.NextStreamAsync(cancellationToken);
        Assert.That((rig.Content(), again.ResourceVersion), Is.EqualTo(("a@1", (string?)null)));
    }

    // E17.
    [Test]
    public async Task Stream_ThrottledOrRefusedConnection_BacksOffAndStaysInTheMode(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        rig.Run();
        for (var round = 0; round < 4; round++)
        {
            (await rig.Server.NextStreamAsync(cancellationToken)).Refuse(HttpStatusCode.TooManyRequests, "TooManyRequests");
            await rig.Time.PassDelayAsync(cancellationToken);
            (await rig.Server.NextStreamAsync(cancellationToken)).RefuseConnection();
            await rig.Time.PassDelayAsync(cancellationToken);
        }

        await (await rig.Server.NextStreamAsync(cancellationToken)).Accept().ErrorAsync(429, "TooManyRequests", retryAfter: 59);
        Assert.That(await rig.Time.PassDelayAsync(cancellationToken), Is.EqualTo(TimeSpan.FromSeconds(59)).Or.GreaterThan(TimeSpan.FromSeconds(59)));
        await (await rig.Server.NextStreamAsync(cancellationToken)).Accept().InitialEndAsync("9");
        await rig.Informer.WaitForSyncAsync(cancellationToken);
        Assert.That(rig.Informer.State, Has.Property("Fallbacks").Zero.And.Property("Failures").EqualTo(9));
    }

    [TestCase(HttpStatusCode.Unauthorized, "Unauthorized", InformerPhase.Unauthorized)]
    [TestCase(HttpStatusCode.Forbidden, "Forbidden", InformerPhase.Forbidden)]
    [TestCase(HttpStatusCode.NotFound, "NotFound", InformerPhase.NotFound)]
    public async Task Stream_NotAllowedOrNotThere_SaysSoKeepsTryingAndRecovers(HttpStatusCode code, string reason, InformerPhase phase, CancellationToken cancellationToken)
    {
        await using var rig = Create();
        rig.Run();
        for (var round = 1; round <= 5; round++)
        {
            (await rig.Server.NextStreamAsync(cancellationToken)).Refuse(code, reason);
            var delay = await rig.Time.NextDelayAsync(cancellationToken);
            Assert.That((rig.Informer.State.Phase, rig.Logs.Of(203).Count), Is.EqualTo((phase, round)), "One warning a step of the backoff.");
            rig.Time.Advance(delay);
        }

        var stream = (await rig.Server.NextStreamAsync(cancellationToken)).Accept();
        await stream.InitialEndAsync("9");
        await stream.DealtWithAsync(cancellationToken);
        Assert.That(rig.Informer.State, Has.Property("Phase").EqualTo(InformerPhase.Watching).And.Property("UsesStreamingLists").True);
    }

    // E21.
    [Test]
    public async Task Stream_Transform_IsAppliedOnce(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig(
            options => options.Transform = map =>
            {
                map.Data["key"] += "!";
                return map;
            },
            streams: true);
        var stream = await StreamAsync(rig, "9", [ConfigMap("a", 1)], cancellationToken);
        await stream.AddedAsync(ConfigMap("b", 10));
        await rig.Changes.NextAsync(1, cancellationToken);
        Assert.That(rig.Store.List().Select(map => map.Data["key"]), Is.All.EqualTo("v!"));
    }

    // E3.
    [Test]
    public async Task Stream_UndecodableObjects_StayWhatTheyWere_AndTheOthersAreServed(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig(options => options.DecodeOnIntake = true, streams: true);
        var relist = await RelistAsync(rig, cancellationToken);
        var stream = relist.Accept();
        await stream.AddedAsync(Poison("a", 15));
        await stream.AddedAsync(Poison("b", 16));
        await stream.AddedAsync(Poison("c", 17));
        await stream.DeletedAsync(Poison("b", 18));
        await stream.ModifiedAsync(ConfigMap("c", 19));
        await stream.InitialEndAsync("20");
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "+c@19" }));
        Assert.That((rig.Content(), rig.Informer.State.UndecodableCount), Is.EqualTo(("a@1 c@19", 1)));
    }

    // E2, E17.
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    public async Task Stop_BeforeWithinAndAfterTheInitialEvents_LeavesNothingOpen(int frames, CancellationToken cancellationToken)
    {
        await using var rig = Create();
        rig.Run();
        var request = await rig.Server.NextStreamAsync(cancellationToken);
        if (frames > 0)
        {
            var stream = request.Accept();
            await stream.AddedAsync(ConfigMap("a", 1));
            if (frames > 1)
            {
                await stream.InitialEndAsync("9");
                await rig.Changes.NextAsync(1, cancellationToken);
            }
        }

        await rig.StopAsync();
        Assert.That((rig.Running.IsCompletedSuccessfully, rig.Server.Open, rig.Server.Untaken), Is.EqualTo((true, 0, 0)));
    }

    private static InformerRig Create() => new(streams: true);

    private static async Task<ScriptedWatch> StreamAsync(InformerRig rig, string resourceVersion, string[] items, CancellationToken cancellationToken)
    {
        rig.Run();
        var stream = (await rig.Server.NextStreamAsync(cancellationToken)).Accept();
        foreach (var item in items)
        {
            await stream.AddedAsync(item);
        }

        await stream.InitialEndAsync(resourceVersion);
        await rig.Changes.NextAsync(items.Length, cancellationToken);
        return stream;
    }

    private static async Task<ScriptedRequest> RelistAsync(InformerRig rig, CancellationToken cancellationToken)
    {
        var stream = await StreamAsync(rig, "9", [ConfigMap("a", 1)], cancellationToken);
        await stream.ErrorAsync(410, "Expired");
        await rig.Time.PassDelayAsync(cancellationToken);
        return await rig.Server.NextStreamAsync(cancellationToken);
    }
}
