using System.Net;
using KubeController.Informers.Tests.Support;
using static KubeController.Informers.Tests.Support.Json;

namespace KubeController.Informers.Tests;

/// <summary>Servers that do not stream lists, or not to their end: the informer lists in pages, says so, and stays with that.</summary>
[CancelAfter(30_000)]
public sealed class InformerStreamFallbackTests
{
    // E17.
    [Test]
    public async Task Stream_RefusedAsSuch_ListsInPagesAtOnceAndForGood(
        [Values(HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity, HttpStatusCode.NotImplemented)] HttpStatusCode code, CancellationToken cancellationToken)
    {
        await using var rig = Create();
        rig.Run();
        (await rig.Server.NextStreamAsync(cancellationToken)).Refuse(code, string.Empty, "sendInitialEvents: Forbidden");
        var list = await rig.Server.NextListAsync(cancellationToken);
        Assert.That((list["limit"], list.ResourceVersion), Is.EqualTo(("500", (string?)null)));
        list.ReplyList("9", ConfigMap("a", 1));
        await rig.Changes.NextAsync(1, cancellationToken);
        await AssertListsInPagesAsync(rig, "sendInitialEvents: Forbidden", cancellationToken);
    }

    // E19: the hole of client-go, which waits for ever.
    [Test]
    public async Task Stream_NeverEnds_RemindsEveryTenSecondsThenListsInPages(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        rig.Run();
        var stream = (await rig.Server.NextStreamAsync(cancellationToken)).Accept();
        await stream.AddedAsync(ConfigMap("a", 1));
        for (var seconds = 10; seconds <= 50; seconds += 10)
        {
            // A server that does not know the mode may go on with what happens: that prolongs nothing.
            await stream.ModifiedAsync(ConfigMap("a", seconds));
            await stream.DealtWithAsync(cancellationToken);
            rig.Time.Advance(TimeSpan.FromSeconds(10));
            Assert.That(rig.Logs.Of(213), Has.Count.EqualTo(seconds / 10));
        }

        Assert.That(rig.Logs.Of(213)[^1], Does.Contain("has waited 00:00:50 for the bookmark that ends its streaming list; 1 objects came so far."));
        rig.Time.Advance(TimeSpan.FromSeconds(10));
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("99", ConfigMap("a", 50));
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "+a@50" }));
        await AssertListsInPagesAsync(rig, "The server has not ended its streaming list within 00:01:00; 1 objects came.", cancellationToken);
    }

    // E19: the other half of the hole, a stream that ends without the bookmark again and again.
    [TestCase(true)]
    [TestCase(false)]
    public async Task Stream_BreaksOffThreeTimes_ListsInPagesAndStaysWithThatIfItWorks(bool inGoodOrder, CancellationToken cancellationToken)
    {
        await using var rig = Create();
        rig.Run();
        for (var round = 0; round < 3; round++)
        {
            var stream = (await rig.Server.NextStreamAsync(cancellationToken)).Accept();
            await stream.AddedAsync(ConfigMap("a", 1));
            await stream.DealtWithAsync(cancellationToken);
            rig.Time.Advance(TimeSpan.FromSeconds(2));
            if (inGoodOrder)
            {
                stream.End();
            }
            else
            {
                stream.Cut();
            }

            await rig.Time.PassDelayAsync(cancellationToken);
        }

        Assert.That(rig.Informer.State.Fallbacks, Is.Zero, "Nothing is decided before a list in pages has worked.");
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("9", ConfigMap("a", 1));
        await rig.Changes.NextAsync(1, cancellationToken);
        await AssertListsInPagesAsync(rig, inGoodOrder ? "ended its streaming list after 1 objects without the bookmark" : "The connection was reset", cancellationToken);
    }

    [Test]
    public async Task Stream_ServerIsDownForPagesToo_StreamsAgainWhenItIsBack(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        rig.Run();
        foreach (var isStream in new[] { true, true, true, false, true, false, true })
        {
            var request = isStream ? await rig.Server.NextStreamAsync(cancellationToken) : await rig.Server.NextListAsync(cancellationToken);
            request.Refuse(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable");
            await rig.Time.PassDelayAsync(cancellationToken);
        }

        (await rig.Server.NextListAsync(cancellationToken)).Refuse(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable");
        await rig.Time.PassDelayAsync(cancellationToken);
        await (await rig.Server.NextStreamAsync(cancellationToken)).Accept().InitialEndAsync("9");
        await rig.Informer.WaitForSyncAsync(cancellationToken);
        Assert.That(rig.Informer.State, Has.Property("UsesStreamingLists").True.And.Property("Fallbacks").Zero.And.Property("FallbackReason").Null);
    }

    [Test]
    public async Task Stream_HasWorkedBefore_OneSlowOneIsNoReasonToGiveUp(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        rig.Run();
        var stream = (await rig.Server.NextStreamAsync(cancellationToken)).Accept();
        await stream.InitialEndAsync("9");
        await stream.ErrorAsync(410, "Expired");
        await rig.Time.PassDelayAsync(cancellationToken);
        await (await rig.Server.NextStreamAsync(cancellationToken)).Accept().DealtWithAsync(cancellationToken);
        rig.Time.Advance(TimeSpan.FromSeconds(60));
        await rig.Time.PassDelayAsync(cancellationToken);
        stream = (await rig.Server.NextStreamAsync(cancellationToken)).Accept();
        await stream.InitialEndAsync("20");
        await stream.DealtWithAsync(cancellationToken);
        Assert.That(rig.Informer.State, Has.Property("Fallbacks").Zero.And.Property("StreamedLists").EqualTo(2));
    }

    [Test]
    public async Task Stream_UnreadableFrameEachTime_AListInPagesGetsPastIt(CancellationToken cancellationToken)
    {
        await using var rig = Create();
        rig.Run();
        for (var round = 0; round < 3; round++)
        {
            await (await rig.Server.NextStreamAsync(cancellationToken)).Accept().SendAsync("""{"type":"ADDED","object":{"metadata":{}}}""");
            await rig.Time.PassDelayAsync(cancellationToken);
        }

        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("9", ConfigMap("a", 1), """{"metadata":{}}""");
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "+a@1" }));
    }

    [Test]
    public async Task StreamingLists_SwitchedOff_AreNeverAskedFor(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig(options => options.StreamingLists = false);
        await rig.ListAsync("9", [], cancellationToken);
        await rig.Informer.WaitForSyncAsync(cancellationToken);
        Assert.That(rig.Informer.State, Has.Property("UsesStreamingLists").False.And.Property("Fallbacks").Zero.And.Property("FallbackReason").Null);
        Assert.That(rig.Logs.Of(212), Is.Empty);
    }

    private static InformerRig Create() => new(streams: true);

    // The log, the state and the count say so, and the next list comes in pages without another try.
    private static async Task AssertListsInPagesAsync(InformerRig rig, string reason, CancellationToken cancellationToken)
    {
        var watch = (await rig.Server.NextWatchAsync(cancellationToken)).Accept();
        Assert.That(rig.Informer.State, Has.Property("UsesStreamingLists").False.And.Property("Fallbacks").EqualTo(1).And.Property("StreamedLists").Zero);
        Assert.That(rig.Informer.State.FallbackReason, Does.Contain(reason));
        Assert.That(rig.Logs.Of(212).Single(), Does.Contain(reason));
        await watch.ErrorAsync(410, "Expired");
        await rig.Time.PassDelayAsync(cancellationToken);
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("100");
        await rig.Server.NextWatchAsync(cancellationToken);
        Assert.That(rig.Logs.Of(212), Has.Count.EqualTo(1));
    }
}
