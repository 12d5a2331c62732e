using System.Net;
using KubeController.Informers.Tests.Support;
using static KubeController.Informers.Tests.Support.Json;

namespace KubeController.Informers.Tests;

[CancelAfter(30_000)]
public sealed class InformerListTests
{
    [Test]
    public async Task List_First_AsksForTheMostRecentStateInPagesOf500(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        rig.Run();
        var first = await rig.Server.NextListAsync(cancellationToken);
        Assert.That((first.Path, first.ResourceVersion, first["limit"]), Is.EqualTo(("/api/v1/configmaps", (string?)null, "500")));
        first.ReplyPage("9", "next", ConfigMap("a", 1), ConfigMap("b", 2));
        var second = await rig.Server.NextListAsync(cancellationToken);
        Assert.That((second["continue"], second.ResourceVersion), Is.EqualTo(("next", (string?)null)));
        Assert.That((rig.Informer.HasSynced, rig.Store.Count), Is.EqualTo((false, 0)), "Half a list is no list.");
        second.ReplyPage("9", null, ConfigMap("c", 3));
        Assert.That(await rig.Changes.NextAsync(3, cancellationToken), Is.EqualTo(new[] { "+a@1", "+b@2", "+c@3" }));
        Assert.That((rig.Informer.HasSynced, rig.Store.ResourceVersion), Is.EqualTo((true, "9")));
    }

    [Test]
    public async Task List_First_IsFollowedByAWatchFromItsVersion(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.ListAsync("9", [ConfigMap("a", 1)], cancellationToken);
        var watch = await rig.Server.NextWatchAsync(cancellationToken);
        Assert.That((watch.ResourceVersion, watch["allowWatchBookmarks"]), Is.EqualTo(("9", "true")));
        Assert.That(int.Parse(watch["timeoutSeconds"]!, System.Globalization.CultureInfo.InvariantCulture), Is.InRange(300, 599));
    }

    [Test]
    public async Task List_TokenExpires_ListsInOnePage(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        rig.Run();
        (await rig.Server.NextListAsync(cancellationToken)).ReplyPage("9", "next", ConfigMap("a", 1));
        (await rig.Server.NextListAsync(cancellationToken)).Refuse(HttpStatusCode.Gone, "Expired");
        var full = await rig.Server.NextListAsync(cancellationToken);
        Assert.That((full["limit"], full["continue"], full.ResourceVersion), Is.EqualTo(((string?)null, (string?)null, (string?)null)));
        full.ReplyList("12", ConfigMap("b", 11));
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "+b@11" }));
        Assert.That(rig.Informer.State.LastError, Is.Null, "That is no failure.");
    }

    [Test]
    public async Task Relist_AsksForNothingOlderThanWasSeen_AndTellsWhatWasMissed(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1), ConfigMap("b", 2), ConfigMap("c", 3), ConfigMap("d", 4, uid: "one")], cancellationToken);
        await watch.BookmarkAsync("20");
        await watch.ErrorAsync(410, "Expired");
        await rig.Time.PassDelayAsync(cancellationToken);
        var relist = await rig.Server.NextListAsync(cancellationToken);
        Assert.That((relist.ResourceVersion, relist["limit"]), Is.EqualTo(("20", (string?)null)));
        relist.ReplyList("30", ConfigMap("a", 1), ConfigMap("c", 25), ConfigMap("d", 26, uid: "two"), ConfigMap("e", 27));
        Assert.That(
            await rig.Changes.NextAsync(5, cancellationToken), Is.EqualTo(new[] { "-b@2", "c@3>25", "-d@4", "+d@26", "+e@27" }));
        Assert.That((await rig.Server.NextWatchAsync(cancellationToken)).ResourceVersion, Is.EqualTo("30"));
        Assert.That(rig.Informer.State, Has.Property("Relists").EqualTo(1).And.Property("Restarts").EqualTo(1));
    }

    [TestCase(HttpStatusCode.Gone, "Expired", null)]
    [TestCase(HttpStatusCode.GatewayTimeout, "Timeout", "ResourceVersionTooLarge")]
    public async Task Relist_VersionUnavailable_AsksForTheMostRecentStateAtOnce(
        HttpStatusCode code, string reason, string? cause, CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        var relist = await RelistAsync(rig, cancellationToken);
        relist.Refuse(code, reason, cause: cause);
        var consistent = await rig.Server.NextListAsync(cancellationToken);
        Assert.That(consistent.ResourceVersion, Is.Null);
        consistent.ReplyList("30");
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "-a@1" }));
    }

    [Test]
    public async Task Relist_ServerPagesAllTheSame_EveryPageIsRead(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        (await RelistAsync(rig, cancellationToken)).ReplyPage("20", "next", ConfigMap("a", 1));
        var second = await rig.Server.NextListAsync(cancellationToken);
        Assert.That((second["continue"], second.ResourceVersion), Is.EqualTo(("next", (string?)null)));
        second.ReplyPage("20", null, ConfigMap("b", 15));
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "+b@15" }));
        Assert.That(rig.Content(), Is.EqualTo("a@1 b@15"));
    }

    [Test]
    public async Task Relist_OlderThanWasSeen_IsPassedOver(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        (await RelistAsync(rig, cancellationToken)).ReplyList("8");
        var consistent = await rig.Server.NextListAsync(cancellationToken);
        Assert.That((rig.Content(), consistent.ResourceVersion), Is.EqualTo(("a@1", (string?)null)));
        consistent.ReplyList("10", ConfigMap("a", 10));
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "a@1>10" }));
    }

    [Test]
    public async Task Relist_MostRecentStateIsOlder_ServerWasRestored_IsTakenOverAndSaidSo(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        (await RelistAsync(rig, cancellationToken)).Refuse(HttpStatusCode.GatewayTimeout, "Timeout", cause: "ResourceVersionTooLarge");
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("5", ConfigMap("b", 4));
        Assert.That(await rig.Changes.NextAsync(2, cancellationToken), Is.EqualTo(new[] { "-a@1", "+b@4" }));
        Assert.That((await rig.Server.NextWatchAsync(cancellationToken)).ResourceVersion, Is.EqualTo("5"));
        Assert.That((rig.Store.ResourceVersion, rig.Logs.Of(206)), Is.EqualTo(("5", rig.Logs.Of(206))));
        Assert.That(rig.Logs.Of(206), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task List_Fails_BacksOffWithGrowingDelays(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        rig.Run();
        foreach (var step in new[] { 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30, 30 })
        {
            (await rig.Server.NextListAsync(cancellationToken)).Refuse(HttpStatusCode.InternalServerError, "InternalError");
            var delay = await rig.Time.NextDelayAsync(cancellationToken);
            Assert.That(delay.TotalSeconds, Is.InRange(step, step * 2));
            rig.Time.Advance(delay - TimeSpan.FromMilliseconds(1));
            Assert.That(rig.Server.Untaken, Is.Zero);
            rig.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("9", ConfigMap("a", 1));
        await rig.Changes.NextAsync(1, cancellationToken);
        Assert.That(rig.Logs.Of(202), Has.Count.EqualTo(8), "One warning for each step of the backoff.");
    }

    [Test]
    public async Task List_RetryAfter_IsHonoured(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        rig.Run();
        (await rig.Server.NextListAsync(cancellationToken)).Refuse(HttpStatusCode.TooManyRequests, "TooManyRequests", retryAfter: 17);
        Assert.That(await rig.Time.PassDelayAsync(cancellationToken), Is.EqualTo(TimeSpan.FromSeconds(17)));
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("9");
    }

    [TestCase(HttpStatusCode.Unauthorized, "Unauthorized", InformerPhase.Unauthorized)]
    [TestCase(HttpStatusCode.Forbidden, "Forbidden", InformerPhase.Forbidden)]
    [TestCase(HttpStatusCode.NotFound, "NotFound", InformerPhase.NotFound)]
    public async Task List_Refused_SaysSoKeepsTryingAndRecovers(HttpStatusCode code, string reason, InformerPhase phase, CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        rig.Run();
        for (var round = 1; round <= 3; round++)
        {
            (await rig.Server.NextListAsync(cancellationToken)).Refuse(code, reason);
            var delay = await rig.Time.NextDelayAsync(cancellationToken);
            Assert.That(rig.Informer.State.Phase, Is.EqualTo(phase));
            Assert.That(rig.Logs.Of(203), Has.Count.EqualTo(round));
            rig.Time.Advance(delay);
        }

        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("9", ConfigMap("a", 1));
        await rig.Changes.NextAsync(1, cancellationToken);
        (await rig.Server.NextWatchAsync(cancellationToken)).Accept();
        Assert.That(rig.Informer.State, Has.Property("Phase").EqualTo(InformerPhase.Watching).And.Property("HasSynced").True);
    }

    [Test]
    public async Task List_AnswersNoList_IsTriedAgain(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        rig.Run();
        (await rig.Server.NextListAsync(cancellationToken)).Reply(HttpStatusCode.OK, """{"kind":"Table","apiVersion":"meta.k8s.io/v1","rows":[]}""");
        await rig.Time.PassDelayAsync(cancellationToken);
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("9", ConfigMap("a", 1));
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "+a@1" }));
    }

    [Test]
    public async Task Stop_WhileListing_CancelsTheRequestAndWaitsForIt(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        rig.Run();
        await rig.Server.NextListAsync(cancellationToken);
        await rig.StopAsync();
        Assert.That((rig.Server.Open, rig.Informer.State.Phase), Is.EqualTo((0, InformerPhase.Stopped)));
    }

    [Test]
    public async Task Stop_WhileBackingOff_EndsAtOnce(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        rig.Run();
        (await rig.Server.NextListAsync(cancellationToken)).RefuseConnection();
        await rig.Time.NextDelayAsync(cancellationToken);
        await rig.StopAsync();
        Assert.That(() => rig.Informer.WaitForSyncAsync(cancellationToken), Throws.InstanceOf<OperationCanceledException>());
    }

    private static async Task<ScriptedRequest> RelistAsync(InformerRig rig, CancellationToken cancellationToken)
    {
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        await watch.ErrorAsync(410, "Expired");
        await rig.Time.PassDelayAsync(cancellationToken);
        return await rig.Server.NextListAsync(cancellationToken);
    }
}
