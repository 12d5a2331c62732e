using KubeController.Informers.Tests.Support;
using static KubeController.Informers.Tests.Support.Json;

namespace KubeController.Informers.Tests;

[CancelAfter(30_000)]
public sealed class InformerWatchTests
{
    [Test]
    public async Task Watch_Events_ReachStoreAndSubscriber(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 1)], cancellationToken);
        await watch.AddedAsync(ConfigMap("b", 10));
        await watch.ModifiedAsync(ConfigMap("a", 11));
        await watch.DeletedAsync(ConfigMap("b", 12));
        Assert.That(await rig.Changes.NextAsync(3, cancellationToken), Is.EqualTo(new[] { "+b@10", "a@1>11", "-b@12" }));
        Assert.That((rig.Content(), rig.Store.ResourceVersion), Is.EqualTo(("a@11", "12")));
    }

    [Test]
    public async Task Watch_EndsInGoodOrder_GoesOnFromTheLastVersionWithoutAList(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        var watch = await rig.WatchAsync("9", [], cancellationToken);
        await watch.AddedAsync(ConfigMap("a", 10));
        await rig.Changes.NextAsync(1, cancellationToken);
        watch.End();
        var next = await rig.Server.NextWatchAsync(cancellationToken);
        Assert.That(next.ResourceVersion, Is.EqualTo("10"));
        Assert.That(rig.Informer.State, Has.Property("Restarts").Zero.And.Property("LastError").Null, "That is no failure.");
    }

    [Test]
    public async Task Watch_Bookmark_MovesTheVersion(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        var watch = await rig.WatchAsync("9", [], cancellationToken);
        await watch.BookmarkAsync("50");
        watch.End();
        Assert.That((await rig.Server.NextWatchAsync(cancellationToken)).ResourceVersion, Is.EqualTo("50"));
        Assert.That(rig.Store.ResourceVersion, Is.EqualTo("50"));
    }

    [Test]
    public async Task Watch_OlderBookmark_DoesNotMoveBack(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        var watch = await rig.WatchAsync("9", [], cancellationToken);
        await watch.BookmarkAsync("50");
        await watch.BookmarkAsync("8");
        watch.End();
        Assert.That((await rig.Server.NextWatchAsync(cancellationToken)).ResourceVersion, Is.EqualTo("50"));
    }

    [Test]
    public async Task Watch_EndsAtOnceAndEmpty_BacksOff(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        (await rig.WatchAsync("9", [], cancellationToken)).End();
        Assert.That((await rig.Time.PassDelayAsync(cancellationToken)).TotalSeconds, Is.InRange(0.8, 1.6));
        Assert.That((await rig.Server.NextWatchAsync(cancellationToken)).ResourceVersion, Is.EqualTo("9"));
    }

    [Test]
    public async Task Watch_EndsAtOnceAfterABookmarkOfTheSameVersion_BacksOff(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        var watch = await rig.WatchAsync("9", [], cancellationToken);
        await watch.BookmarkAsync("9");
        watch.End();
        await rig.Time.PassDelayAsync(cancellationToken);
        await rig.Server.NextWatchAsync(cancellationToken);
    }

    [Test]
    public async Task Watch_CutWithinAFrame_GoesOnFromTheLastWholeOne(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        var watch = await rig.WatchAsync("9", [], cancellationToken);
        await watch.AddedAsync(ConfigMap("a", 10));
        await rig.Changes.NextAsync(1, cancellationToken);
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        await watch.SendPartAsync("""{"type":"MODIFIED","object":{"kind":"Con""");
        watch.Cut();
        var resumed = await rig.Server.NextWatchAsync(cancellationToken);
        Assert.That(resumed.ResourceVersion, Is.EqualTo("10"));
        await resumed.Accept().ModifiedAsync(ConfigMap("a", 11));
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "a@10>11" }));
    }

    [Test]
    public async Task Watch_Garbled_GoesOnFromTheLastWholeFrameAndSkipsNothing(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        var watch = await rig.WatchAsync("9", [], cancellationToken);
        await watch.AddedAsync(ConfigMap("a", 10));
        await watch.SendAsync("""{"type":"MODIFIED","obj###""");
        await watch.AddedAsync(ConfigMap("c", 12));
        await rig.Time.PassDelayAsync(cancellationToken);
        var resumed = await rig.Server.NextWatchAsync(cancellationToken);
        Assert.That(resumed.ResourceVersion, Is.EqualTo("10"), "What the garbled frame told must be told again.");
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "+a@10" }));
        Assert.That(rig.Changes.Waiting, Is.Zero);
    }

    [Test]
    public async Task Watch_RepeatedEvents_AreToldOnce(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        var watch = await rig.WatchAsync("9", [ConfigMap("a", 8)], cancellationToken);
        await watch.AddedAsync(ConfigMap("a", 8));
        await watch.ModifiedAsync(ConfigMap("a", 7));
        await watch.ModifiedAsync(ConfigMap("a", 10));
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "a@8>10" }));
    }

    [Test]
    public async Task Watch_Silent_IsCutAndResumed(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.WatchAsync("9", [], cancellationToken);
        await rig.Time.NextTimerAsync(due => due == TimeSpan.FromSeconds(70), cancellationToken);
        rig.Time.Advance(TimeSpan.FromSeconds(70));
        Assert.That((await rig.Server.NextWatchAsync(cancellationToken)).ResourceVersion, Is.EqualTo("9"));
        Assert.That(rig.Informer.State.Restarts, Is.EqualTo(1));
    }

    [Test]
    public async Task Watch_HeadersNeverCome_IsCutAndAskedForAgain(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.ListAsync("9", [], cancellationToken);
        await rig.Server.NextWatchAsync(cancellationToken);
        await rig.Time.NextTimerAsync(due => due == TimeSpan.FromSeconds(70), cancellationToken);
        rig.Time.Advance(TimeSpan.FromSeconds(70));
        await rig.Server.NextWatchAsync(cancellationToken);
        Assert.That(rig.Server.Open, Is.EqualTo(1), "The silent one was given up.");
    }

    [Test]
    public async Task Watch_EveryFrame_IsASignOfLife(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.ListAsync("9", [], cancellationToken);
        var request = await rig.Server.NextWatchAsync(cancellationToken);
        rig.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.That(rig.Informer.State.LastContact, Is.EqualTo(rig.Time.GetUtcNow() - TimeSpan.FromSeconds(30)), "Nothing has come since the list.");
        var watch = request.Accept();
        await watch.DealtWithAsync(cancellationToken);
        Assert.That(rig.Informer.State.LastContact, Is.EqualTo(rig.Time.GetUtcNow()), "To be accepted is one, without any frame.");
        rig.Time.Advance(TimeSpan.FromSeconds(60));
        await watch.BookmarkAsync("9");
        await watch.DealtWithAsync(cancellationToken);
        Assert.That(rig.Informer.State, Has.Property("LastContact").EqualTo(rig.Time.GetUtcNow()).And.Property("Bookmarks").EqualTo(1));
    }

    [Test]
    public async Task Watch_OutlivesTheTimeoutOfARequest(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig(clientTimeout: TimeSpan.FromSeconds(10));
        var watch = await rig.WatchAsync("9", [], cancellationToken);
        for (var minute = 1; minute <= 4; minute++)
        {
            await watch.BookmarkAsync($"{10 * minute}");
            await watch.DealtWithAsync(cancellationToken);
            rig.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await watch.AddedAsync(ConfigMap("a", 50));
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "+a@50" }));
        Assert.That(rig.Informer.State, Has.Property("Watches").EqualTo(1).And.Property("Restarts").Zero);
    }

    [Test]
    public async Task Stop_WhileWatching_ClosesTheWatchAndWaitsForIt(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.WatchAsync("9", [], cancellationToken);
        await rig.StopAsync();
        Assert.That((rig.Running.IsCompletedSuccessfully, rig.Server.Open), Is.EqualTo((true, 0)));
    }

    [Test]
    public async Task Run_Twice_IsRefused(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        rig.Run();
        Assert.That(
            () => rig.Informer.RunAsync(cancellationToken),
            Throws.InvalidOperationException.With.Message.EqualTo("The informer 'configmaps' was run before, and can be run once only. Create another one."));
    }
}
