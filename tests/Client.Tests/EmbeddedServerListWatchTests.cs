using k8s.Models;
using KubeController.Client.Tests.Scripts;

namespace KubeController.Client.Tests;

/// <summary>Lists and watches against a whole API server, through both of its doors.</summary>
[TestFixture(false)]
[TestFixture(true)]
[CancelAfter(60_000)]
public sealed class EmbeddedServerListWatchTests(bool overTheNetwork)
{
    private EmbeddedServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await EmbeddedServer.StartAsync(overTheNetwork);

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task ListAsync_Pages_AreOneList(CancellationToken cancellationToken)
    {
        for (var i = 0; i < 7; i++)
        {
            await _server.Client.CreateAsync(EmbeddedServer.ConfigMap($"m{i}"), cancellationToken);
        }

        var all = await _server.Client.ListAsync<V1ConfigMap>(new() { Namespace = "default", PageSize = 3 }, cancellationToken);
        Assert.That(all.Select(one => one.Metadata.Name).Where(name => name[0] == 'm'), Is.EqualTo(Enumerable.Range(0, 7).Select(i => $"m{i}")));
        Assert.That(all.Select(one => one.Kind), Is.All.EqualTo("ConfigMap"));
    }

    [Test]
    public async Task ListAsync_HistoryGoneBetweenPages_Expires(CancellationToken cancellationToken)
    {
        for (var i = 0; i < 4; i++)
        {
            await _server.Client.CreateAsync(EmbeddedServer.ConfigMap($"m{i}"), cancellationToken);
        }

        await using var pages = new ListWatch<V1ConfigMap>(_server.Connection, options: new() { PageSize = 1 })
            .ListAsync(cancellationToken: cancellationToken).GetAsyncEnumerator(cancellationToken);
        Assert.That(await pages.MoveNextAsync(), Is.True);
        await _server.Client.CreateAsync(EmbeddedServer.ConfigMap("late"), cancellationToken);
        _server.Api.Compact();
        Assert.That(async () => await pages.MoveNextAsync(), Throws.TypeOf<ExpiredException>());
    }

    [Test]
    public async Task WatchAsync_FromAList_TellsWhatHappensAfter(CancellationToken cancellationToken)
    {
        var list = new ListWatch<V1ConfigMap>(_server.Connection, options: new() { Namespace = "default" });
        var page = await list.ListAsync(cancellationToken: cancellationToken).FirstAsync(cancellationToken);
        await using var watch = await list.OpenWatchAsync(new() { ResourceVersion = page.ResourceVersion }, cancellationToken);
        await using var frames = watch.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        var created = await _server.Client.CreateAsync(EmbeddedServer.ConfigMap("a"), cancellationToken);
        Assert.That(await frames.MoveNextAsync(), Is.True);
        Assert.That(frames.Current.Type, Is.EqualTo(WatchFrameType.Added));
        Assert.That(frames.Current.ResourceVersion, Is.EqualTo(created.Metadata.ResourceVersion));
        await _server.Client.DeleteAsync<V1ConfigMap>(NamespacedName.Of(created), cancellationToken: cancellationToken);
        Assert.That(await frames.MoveNextAsync(), Is.True);
        Assert.That(frames.Current.Type, Is.EqualTo(WatchFrameType.Deleted));
        Assert.That(frames.Current.Object!.Data["x"], Is.EqualTo("1"));
    }

    [Test]
    public async Task WatchAsync_SendInitialEvents_EndsThemWithABookmark(CancellationToken cancellationToken)
    {
        await _server.Client.CreateAsync(EmbeddedServer.ConfigMap("a"), cancellationToken);
        var frames = new List<WatchFrame<V1ConfigMap>>();
        await foreach (var frame in new ListWatch<V1ConfigMap>(_server.Connection, options: new() { Namespace = "default", FieldSelector = "metadata.name=a" })
            .WatchAsync(new() { SendInitialEvents = true }, cancellationToken))
        {
            frames.Add(frame);
            if (frame.IsInitialEventsEnd)
            {
                break;
            }
        }

        Assert.That(frames.Select(frame => frame.Type), Is.EqualTo(new[] { WatchFrameType.Added, WatchFrameType.Bookmark }));
    }

    [Test]
    public async Task WatchAsync_VersionTooOld_Expires(CancellationToken cancellationToken)
    {
        var list = new ListWatch<V1ConfigMap>(_server.Connection);
        var page = await list.ListAsync(cancellationToken: cancellationToken).FirstAsync(cancellationToken);
        await _server.Client.CreateAsync(EmbeddedServer.ConfigMap("a"), cancellationToken);
        _server.Api.Compact();
        ApiException? error = null;
        try
        {
            await foreach (var frame in list.WatchAsync(new() { ResourceVersion = page.ResourceVersion }, cancellationToken))
            {
                Assert.That(frame.Type, Is.EqualTo(WatchFrameType.Error));
                error = ApiException.FromStatus(frame.Status!);
            }
        }
        catch (ExpiredException expired)
        {
            error = expired;
        }

        Assert.That(error, Is.TypeOf<ExpiredException>());
    }

    [Test]
    public async Task WatchAsync_EndedInGoodOrder_Completes(CancellationToken cancellationToken)
    {
        await using var watch = await OpenQuietAsync(cancellationToken);
        await using var frames = watch.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        var next = frames.MoveNextAsync();
        _server.Api.CutWatches();
        Assert.That(await next, Is.False);
    }

    [Test]
    public async Task WatchAsync_CutOff_IsAnIOException(CancellationToken cancellationToken)
    {
        await using var watch = await OpenQuietAsync(cancellationToken);
        await using var frames = watch.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        var next = frames.MoveNextAsync().AsTask();
        _server.Api.CutWatches(abruptly: true);
        Assert.That(() => next, Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task WatchAsync_Cancelled_EndsOnTheServerToo(CancellationToken cancellationToken)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using (var watch = await new ListWatch<V1ConfigMap>(_server.Connection).OpenWatchAsync(cancellationToken: cancel.Token))
        {
            var read = watch.ReadAllAsync(cancel.Token).CountAsync(cancel.Token).AsTask();
            await cancel.CancelAsync();
            Assert.That(() => read, Throws.InstanceOf<OperationCanceledException>());
        }

        while (!_server.Api.Requests.Any(request => request.Verb == "watch"))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();     // the server records a watch when it has ended
        }
    }

    [Test]
    public async Task CustomResource_ThatTheModelCannotTake_HarmsNoOther(CancellationToken cancellationToken)
    {
        await _server.Api.ApplyAsync(Widget.Definition, cancellationToken);
        await _server.Api.ApplyAsync(
            """{"apiVersion":"test.example.com/v1","kind":"Widget","metadata":{"name":"bad","namespace":"default"},"spec":{"size":"enormous"}}""", cancellationToken);
        await _server.Client.CreateAsync(new Widget { Metadata = new() { Name = "good", NamespaceProperty = "default" }, Spec = new() { Size = 7 } }, cancellationToken);
        var list = new ListWatch<Widget>(_server.Connection);
        var page = await list.ListAsync(cancellationToken: cancellationToken).FirstAsync(cancellationToken);
        Assert.That(page.Items.Single().Spec!.Size, Is.EqualTo(7));
        Assert.That(page.Undecodable.Single().Key, Is.EqualTo(new NamespacedName("default", "bad")));
        Assert.That(page.Undecodable.Single().Error.Message, Does.Contain("$.spec.size"));

        var frames = await list.WatchAsync(cancellationToken: cancellationToken).Take(2).ToListAsync(cancellationToken);
        Assert.That(frames.Select(frame => frame.Type), Is.EquivalentTo(new[] { WatchFrameType.Added, WatchFrameType.Undecodable }));
    }

    private Task<WatchStream<V1ConfigMap>> OpenQuietAsync(CancellationToken cancellationToken) =>
        new ListWatch<V1ConfigMap>(_server.Connection, options: new() { Namespace = "none" }).OpenWatchAsync(new() { AllowBookmarks = false }, cancellationToken);
}
