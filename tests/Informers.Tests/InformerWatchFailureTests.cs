using System.Net;
using KubeController.Informers.Tests.Support;
using static KubeController.Informers.Tests.Support.Json;

namespace KubeController.Informers.Tests;

/// <summary>Watches that the server refuses, or ends with an error.</summary>
[CancelAfter(30_000)]
public sealed class InformerWatchFailureTests
{
    [Test]
    public async Task Watch_Throttled_BacksOffAndNeverListsAgain(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.ListAsync("9", [ConfigMap("a", 1)], cancellationToken);
        for (var round = 0; round < 5; round++)
        {
            (await rig.Server.NextWatchAsync(cancellationToken)).Refuse(HttpStatusCode.TooManyRequests, "TooManyRequests");
            await rig.Time.PassDelayAsync(cancellationToken);
        }

        await (await rig.Server.NextWatchAsync(cancellationToken)).Accept().ErrorAsync(429, "TooManyRequests", retryAfter: 59);
        Assert.That(await rig.Time.PassDelayAsync(cancellationToken), Is.EqualTo(TimeSpan.FromSeconds(59)));
        await (await rig.Server.NextWatchAsync(cancellationToken)).Accept().AddedAsync(ConfigMap("b", 10));
        await rig.Changes.NextAsync(1, cancellationToken);
        Assert.That(rig.Informer.State, Has.Property("Lists").EqualTo(1).And.Property("Watches").EqualTo(7));
    }

    [Test]
    public async Task Watch_ConnectionRefused_BacksOffAndNeverListsAgain(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.ListAsync("9", [], cancellationToken);
        for (var round = 0; round < 8; round++)
        {
            (await rig.Server.NextWatchAsync(cancellationToken)).RefuseConnection();
            await rig.Time.PassDelayAsync(cancellationToken);
        }

        Assert.That((await rig.Server.NextWatchAsync(cancellationToken)).ResourceVersion, Is.EqualTo("9"));
    }

    [Test]
    public async Task Watch_GoneByHttpStatus_ListsAgain(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.ListAsync("9", [], cancellationToken);
        (await rig.Server.NextWatchAsync(cancellationToken)).Refuse(HttpStatusCode.Gone, "Gone");
        await rig.Time.PassDelayAsync(cancellationToken);
        Assert.That((await rig.Server.NextListAsync(cancellationToken)).ResourceVersion, Is.EqualTo("9"));
    }

    [Test]
    public async Task Watch_ExpiresEveryTime_ListsBackOff(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.ListAsync("9", [ConfigMap("a", 1)], cancellationToken);
        foreach (var step in new[] { 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30, 30 })
        {
            var watch = await rig.Server.NextWatchAsync(cancellationToken);
            await watch.Accept().ErrorAsync(410, "Expired");
            var delay = await rig.Time.NextDelayAsync(cancellationToken);
            Assert.That(delay.TotalSeconds, Is.InRange(step, step * 2));
            Assert.That((rig.Informer.State.Phase, rig.Content()), Is.EqualTo((InformerPhase.BackingOff, "a@1")));
            rig.Time.Advance(delay);
            (await rig.Server.NextListAsync(cancellationToken)).ReplyList("9", ConfigMap("a", 1));
        }

        Assert.That(rig.Changes.Waiting, Is.Zero, "Nothing changed, so nobody is told anything.");
    }

    [Test]
    public async Task Watch_InternalErrorWithinTheStream_ListsAgain(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1), ConfigMap("b", 2)], cancellationToken);
        await watch.ErrorAsync(500, "InternalError");
        await rig.Time.PassDelayAsync(cancellationToken);
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("15", ConfigMap("a", 1));
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "-b@2" }));
    }

    [Test]
    public async Task Watch_ForbiddenThenGranted_SaysSoAndGoesOnWithoutAList(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.ListAsync("9", [], cancellationToken);
        for (var round = 0; round < 6; round++)
        {
            (await rig.Server.NextWatchAsync(cancellationToken)).Refuse(HttpStatusCode.Forbidden, "Forbidden");
            await rig.Time.NextDelayAsync(cancellationToken);
            Assert.That(rig.Informer.State.Phase, Is.EqualTo(InformerPhase.Forbidden));
            rig.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await (await rig.Server.NextWatchAsync(cancellationToken)).Accept().AddedAsync(ConfigMap("a", 10));
        await rig.Changes.NextAsync(1, cancellationToken);
        Assert.That((rig.Informer.State.Phase, rig.Logs.Of(203).Count), Is.EqualTo((InformerPhase.Watching, 6)));
    }

    [Test]
    public async Task Watch_ResourceTypeIsGone_WaitsAndListsWhenItIsBack(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.ListAsync("9", [ConfigMap("a", 1)], cancellationToken);
        (await rig.Server.NextWatchAsync(cancellationToken)).Refuse(HttpStatusCode.NotFound, "NotFound");
        await rig.Time.PassDelayAsync(cancellationToken);
        (await rig.Server.NextListAsync(cancellationToken)).Refuse(HttpStatusCode.NotFound, "NotFound");
        await rig.Time.NextDelayAsync(cancellationToken);
        Assert.That((rig.Informer.State.Phase, rig.Content()), Is.EqualTo((InformerPhase.NotFound, "a@1")), "What was known stays visible.");
        rig.Time.Advance(TimeSpan.FromSeconds(59));
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("30", ConfigMap("b", 29));
        Assert.That(await rig.Changes.NextAsync(2, cancellationToken), Is.EqualTo(new[] { "-a@1", "+b@29" }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Watch_ResourceTypeIsGoneForLong_EmptiesTheStoreAndFillsItWhenItIsBack(bool streams, CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig(streams: streams);
        rig.Run();
        await AnswerListAsync(rig, streams, "9", ConfigMap("a", 1), cancellationToken);
        await rig.Changes.NextAsync(1, cancellationToken);
        if (!streams)
        {
            (await rig.Server.NextWatchAsync(cancellationToken)).Refuse(HttpStatusCode.NotFound, "NotFound");
            await rig.Time.PassDelayAsync(cancellationToken);
        }

        (await rig.Server.NextAsync(cancellationToken)).Refuse(HttpStatusCode.NotFound, "NotFound");
        await rig.Time.NextDelayAsync(cancellationToken);
        rig.Time.Advance(TimeSpan.FromSeconds(60));
        (await rig.Server.NextAsync(cancellationToken)).Refuse(HttpStatusCode.NotFound, "NotFound");
        var gone = await rig.Changes.NextAsync(cancellationToken);
        Assert.That((ChangeRecorder.Describe(gone), gone.IsFinalStateUnknown, rig.Content(), rig.Informer.HasSynced), Is.EqualTo(("-a@1", true, "", true)));
        await rig.Time.PassDelayAsync(cancellationToken);
        await AnswerListAsync(rig, streams, "30", ConfigMap("b", 29), cancellationToken);
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "+b@29" }));
    }

    private static async Task AnswerListAsync(InformerRig rig, bool streams, string version, string item, CancellationToken cancellationToken)
    {
        var request = await rig.Server.NextAsync(cancellationToken);
        if (!streams)
        {
            request.ReplyList(version, item);
            return;
        }

        var stream = request.Accept();
        await stream.AddedAsync(item);
        await stream.InitialEndAsync(version);
        if (version == "9")
        {
            await stream.ErrorAsync(500, "InternalError");
            await rig.Time.PassDelayAsync(cancellationToken);
        }
    }

    [Test]
    public async Task Watch_FailsFiveTimesWithoutAFrame_ListsAgain(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.ListAsync("9", [], cancellationToken);
        for (var round = 0; round < 5; round++)
        {
            (await rig.Server.NextWatchAsync(cancellationToken)).Refuse(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable");
            await rig.Time.PassDelayAsync(cancellationToken);
        }

        Assert.That((await rig.Server.NextListAsync(cancellationToken)).ResourceVersion, Is.EqualTo("9"));
    }

    // FS32: a server that was restored waits in silence for the version it is asked for.
    [TestCase(true)]
    [TestCase(false)]
    public async Task Watch_SilentThreeTimesInARow_ListsAndFindsTheRestoredServer(bool streams, CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig(streams: streams);
        rig.Run();
        if (streams)
        {
            var stream = (await rig.Server.NextStreamAsync(cancellationToken)).Accept();
            await stream.AddedAsync(ConfigMap("a", 1));
            await stream.InitialEndAsync("1000");
            await stream.DealtWithAsync(cancellationToken);
        }
        else
        {
            (await rig.Server.NextListAsync(cancellationToken)).ReplyList("1000", ConfigMap("a", 1));
            await (await rig.Server.NextWatchAsync(cancellationToken)).Accept().DealtWithAsync(cancellationToken);
        }

        await rig.Changes.NextAsync(1, cancellationToken);
        foreach (var seconds in new[] { 70, 140 })
        {
            rig.Time.Advance(TimeSpan.FromSeconds(seconds));
            await (await rig.Server.NextWatchAsync(cancellationToken)).Accept().DealtWithAsync(cancellationToken);
        }

        rig.Time.Advance(TimeSpan.FromSeconds(280));
        var doubt = await rig.Server.NextAsync(cancellationToken);
        Assert.That((doubt.ResourceVersion, doubt["sendInitialEvents"] is not null), Is.EqualTo(("1000", streams)));
        doubt.Refuse(HttpStatusCode.GatewayTimeout, "Timeout", cause: "ResourceVersionTooLarge");
        var consistent = await rig.Server.NextAsync(cancellationToken);
        Assert.That(consistent.ResourceVersion, Is.Null);
        if (streams)
        {
            await consistent.Accept().InitialEndAsync("500");
        }
        else
        {
            consistent.ReplyList("500");
        }

        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "-a@1" }));
        Assert.That((rig.Logs.Of(214).Count, rig.Logs.Of(206).Count, rig.Store.ResourceVersion), Is.EqualTo((1, 1, "500")));
    }
}
