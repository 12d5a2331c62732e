using System.Net;
using System.Text;
using k8s.Models;
using KubeController.Client.Tests.Scripts;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Client.Tests;

[CancelAfter(20_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class WatchStreamTests
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public async Task WatchAsync_Frames_ComeWithTypeObjectAndVersion(CancellationToken cancellationToken)
    {
        var frames = await ReadAsync(
            Bodies.Frame("ADDED", Bodies.ConfigMap("a", "1"))
            + Bodies.Frame("MODIFIED", Bodies.ConfigMap("a", "2"))
            + Bodies.Frame("DELETED", Bodies.ConfigMap("a", "3")),
            cancellationToken);
        Assert.That(frames.Select(frame => frame.Type), Is.EqualTo(new[] { WatchFrameType.Added, WatchFrameType.Modified, WatchFrameType.Deleted }));
        Assert.That(frames.Select(frame => frame.ResourceVersion), Is.EqualTo(new[] { "1", "2", "3" }));
        Assert.That(frames.Select(frame => frame.Object!.Metadata.Name), Is.All.EqualTo("a"));
    }

    [Test]
    public async Task WatchAsync_CutAnywhere_ReadsTheSame([Values(1, 2, 3, 7, 64)] int size, CancellationToken cancellationToken)
    {
        var text = string.Concat(Enumerable.Range(1, 20).Select(
            i => Bodies.Frame("ADDED", Bodies.ConfigMap($"n{i}", $"{i}").Replace("\"b\"", "\"żółć 🎈 }\\n\"", StringComparison.Ordinal))));
        var frames = await ReadAsync(new ScriptedHandler().ThenBody(new SlicedStream(Encoding.UTF8.GetBytes(text), size)), cancellationToken);
        Assert.That(frames.Select(frame => frame.ResourceVersion), Is.EqualTo(Enumerable.Range(1, 20).Select(i => $"{i}")));
        Assert.That(frames.Select(frame => frame.Object!.Data["a"]), Is.All.EqualTo("żółć 🎈 }\n"));
    }

    [TestCase("""{"object":OBJ,"type":"ADDED"}""")]
    [TestCase("""{"type":"ADDED","object":OBJ,"more":{"a":[1]}}""")]
    [TestCase("""{"more":{"object":1,"type":"X"},"type":"ADDED","object":OBJ }""")]
    [TestCase(""" { "type" : "ADDED" , "object" : OBJ } """)]
    public async Task WatchAsync_EnvelopeInAnyShape_IsRead(string envelope, CancellationToken cancellationToken)
    {
        var frames = await ReadAsync(envelope.Replace("OBJ", Bodies.ConfigMap("a", "8"), StringComparison.Ordinal) + "\r\n\n", cancellationToken);
        Assert.That(frames.Single().Object!.Metadata.ResourceVersion, Is.EqualTo("8"));
        Assert.That(frames.Single().Type, Is.EqualTo(WatchFrameType.Added));
    }

    [Test]
    public async Task WatchAsync_Bookmark_HasTheVersionAlone(CancellationToken cancellationToken)
    {
        var frames = await ReadAsync(
            Bodies.Frame("BOOKMARK", """{"kind":"ConfigMap","apiVersion":"v1","metadata":{"resourceVersion":"77","creationTimestamp":null}}""")
            + Bodies.Frame("BOOKMARK", """{"metadata":{"annotations":{"a":"b","k8s.io/initial-events-end":"true"},"resourceVersion":"78"}}""")
            + Bodies.Frame("BOOKMARK", """{"metadata":{"annotations":{"k8s.io/initial-events-end":"false"},"resourceVersion":"79"}}"""),
            cancellationToken);
        Assert.That(frames.Select(frame => frame.Type), Is.All.EqualTo(WatchFrameType.Bookmark));
        Assert.That(frames.Select(frame => frame.ResourceVersion), Is.EqualTo(new[] { "77", "78", "79" }));
        Assert.That(frames.Select(frame => frame.IsInitialEventsEnd), Is.EqualTo(new[] { false, true, false }));
        Assert.That(frames.Select(frame => frame.Object), Is.All.Null);
    }

    [Test]
    public async Task WatchAsync_ErrorFrame_HasTheStatus(CancellationToken cancellationToken)
    {
        var frames = await ReadAsync(Bodies.Frame("ERROR", Bodies.Status(410, "Expired", "too old resource version: 1 (2)")), cancellationToken);
        Assert.That(frames.Single().Type, Is.EqualTo(WatchFrameType.Error));
        Assert.That(frames.Single().Status!.Code, Is.EqualTo(410));
        Assert.That(ApiException.FromStatus(frames.Single().Status!, "watch configmaps"), Is.TypeOf<ExpiredException>());
    }

    [TestCase("""{"message":5}""")]
    [TestCase("\"oops\"")]
    public async Task WatchAsync_ErrorFrameWithoutStatus_HasTheTextInOne(string content, CancellationToken cancellationToken)
    {
        var frames = await ReadAsync(Bodies.Frame("ERROR", content), cancellationToken);
        Assert.That(frames.Single().Type, Is.EqualTo(WatchFrameType.Error));
        Assert.That(frames.Single().Status!.Message, Is.EqualTo(content));
        Assert.That(frames.Single().Status!.Code, Is.EqualTo(500));
    }

    [Test]
    public async Task WatchAsync_UndecodableObject_IsAFrameAndTheNextOnesFollow(CancellationToken cancellationToken)
    {
        var frames = await ReadAsync(
            Bodies.Frame("MODIFIED", """{"metadata":{"name":"bad","namespace":"n","resourceVersion":"5"},"data":[]}""")
            + Bodies.Frame("ADDED", Bodies.ConfigMap("a", "6")),
            cancellationToken);
        Assert.That(frames[0].Type, Is.EqualTo(WatchFrameType.Undecodable));
        Assert.That(frames[0].UndecodableType, Is.EqualTo(WatchFrameType.Modified));
        Assert.That(frames[0].ResourceVersion, Is.EqualTo("5"));
        Assert.That(frames[0].Undecodable!.Key, Is.EqualTo(new NamespacedName("n", "bad")));
        Assert.That(frames[1].Object!.Metadata.Name, Is.EqualTo("a"));
    }

    [TestCase("not json at all")]
    [TestCase("""{"type":"SURPRISE","object":{"metadata":{"name":"a"}}}""")]
    [TestCase("""{"type":"ADDED"}""")]
    [TestCase("""{"type":7,"object":{}}""")]
    [TestCase("""{"type":"ADDED","object":{"metadata":{"name":"a"}}""")]
    [TestCase("[]")]
    public async Task WatchAsync_UnreadableFrame_IsReportedAndTheNextOnesFollow(string line, CancellationToken cancellationToken)
    {
        var frames = await ReadAsync(line + "\n" + Bodies.Frame("ADDED", Bodies.ConfigMap("a", "6")), cancellationToken);
        Assert.That(frames, Has.Count.EqualTo(2));
        Assert.That(frames[0].Type, Is.EqualTo(WatchFrameType.Undecodable));
        Assert.That(frames[0].Undecodable!.Error.Message, Is.Not.Empty);
        Assert.That(frames[1].Type, Is.EqualTo(WatchFrameType.Added));
    }

    // The error is logged, and the frame may be that of a Secret. What a proxy says instead of a frame is shown.
    [TestCase("""{"type":"SURPRISE","object":{"data":{"password":"c2VjcmV0"}}}""", "c2VjcmV0", false)]
    [TestCase("""{"type":"ADDED","object":{"data":{"password":"c2VjcmV0"},}}""", "c2VjcmV0", false)]
    [TestCase("<html>Bad gateway</html>", "Bad gateway", true)]
    public async Task WatchAsync_UnreadableFrame_IsQuotedOnlyIfItIsNoObject(string line, string text, bool isQuoted, CancellationToken cancellationToken)
    {
        var frame = (await ReadAsync(line + "\n", cancellationToken)).Single();
        Assert.That(frame.Undecodable!.Error.ToString().Contains(text, StringComparison.Ordinal), Is.EqualTo(isQuoted));
    }

    [Test]
    public async Task WatchAsync_Empty_CompletesWithoutAFrame(CancellationToken cancellationToken) =>
        Assert.That(await ReadAsync("", cancellationToken), Is.Empty);

    [Test]
    public async Task WatchAsync_LastFrameCutOff_IsDiscarded(CancellationToken cancellationToken)
    {
        var frames = await ReadAsync(Bodies.Frame("ADDED", Bodies.ConfigMap("a", "1")) + Bodies.Frame("ADDED", Bodies.ConfigMap("b", "2"))[..^5], cancellationToken);
        Assert.That(frames.Single().ResourceVersion, Is.EqualTo("1"));
    }

    [Test]
    public async Task WatchAsync_ConnectionBreaks_DeliversWhatCameAndThrows(CancellationToken cancellationToken)
    {
        var body = new ScriptedBody();
        using var connection = Connect.To(new ScriptedHandler().ThenBody(body.Stream), _time);
        await body.SendAsync(Bodies.Frame("ADDED", Bodies.ConfigMap("a", "1")) + "{\"type\":\"MOD");
        await using var frames = new ListWatch<V1ConfigMap>(connection).WatchAsync(cancellationToken: cancellationToken).GetAsyncEnumerator(cancellationToken);
        Assert.That(await frames.MoveNextAsync(), Is.True);
        await body.BreakAsync(new IOException("reset by peer"));
        Assert.That(async () => await frames.MoveNextAsync(), Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task OpenWatchAsync_NoFrameYet_ReturnsWithTheHeaders(CancellationToken cancellationToken)
    {
        var body = new ScriptedBody();
        using var connection = Connect.To(new ScriptedHandler().ThenBody(body.Stream), _time);
        await using var stream = await new ListWatch<V1ConfigMap>(connection).OpenWatchAsync(cancellationToken: cancellationToken);
        await using var frames = stream.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        var next = frames.MoveNextAsync();
        Assert.That(next.IsCompleted, Is.False);
        await body.SendAsync(Bodies.Frame("ADDED", Bodies.ConfigMap("a", "1")));
        Assert.That(await next, Is.True);
    }

    [Test]
    public async Task WatchAsync_Quiet_HasNoTimeoutOfItsOwn(CancellationToken cancellationToken)
    {
        var body = new ScriptedBody();
        using var connection = Connect.To(new ScriptedHandler().ThenBody(body.Stream), _time);
        await using var frames = new ListWatch<V1ConfigMap>(connection).WatchAsync(cancellationToken: cancellationToken).GetAsyncEnumerator(cancellationToken);
        var next = frames.MoveNextAsync();
        _time.Advance(TimeSpan.FromDays(1));
        Assert.That(next.IsCompleted, Is.False);
        await body.EndAsync();
        Assert.That(await next, Is.False);
    }

    [Test]
    public async Task WatchAsync_CancelledWhileQuiet_EndsWithACancellation(CancellationToken cancellationToken)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var body = new ScriptedBody();
        using var connection = Connect.To(new ScriptedHandler().ThenBody(body.Stream), _time);
        await using var frames = new ListWatch<V1ConfigMap>(connection).WatchAsync(cancellationToken: cancel.Token).GetAsyncEnumerator(cancel.Token);
        var next = frames.MoveNextAsync().AsTask();
        await cancel.CancelAsync();
        Assert.That(() => next, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task WatchAsync_CancelledWhileOpening_EndsWithACancellation(CancellationToken cancellationToken)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var connection = Connect.To(new ScriptedHandler().ThenHang(), _time);
        var open = new ListWatch<V1ConfigMap>(connection).OpenWatchAsync(cancellationToken: cancel.Token);
        await cancel.CancelAsync();
        Assert.That(() => open, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task OpenWatchAsync_HeadersDoNotCome_TimesOut(CancellationToken cancellationToken)
    {
        using var connection = Connect.To(new ScriptedHandler().ThenHang(), _time);
        var open = new ListWatch<V1ConfigMap>(connection).OpenWatchAsync(cancellationToken: cancellationToken);
        await _time.RunAsync(open, cancellationToken);
        Assert.That(() => open, Throws.TypeOf<TimeoutException>());
    }

    [Test]
    public void OpenWatchAsync_Gone_ThrowsExpired()
    {
        using var connection = Connect.To(new ScriptedHandler().Then(HttpStatusCode.Gone, Bodies.Status(410, "Gone", "too old")), _time);
        Assert.That(() => new ListWatch<V1ConfigMap>(connection).OpenWatchAsync(), Throws.TypeOf<ExpiredException>());
    }

    [Test]
    public void OpenWatchAsync_Busy_IsLeftToTheReader()
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.TooManyRequests, "", "text/plain", "1");
        using var connection = Connect.To(handler, _time);
        Assert.That(() => new ListWatch<V1ConfigMap>(connection).OpenWatchAsync(), Throws.TypeOf<TooManyRequestsException>());
        Assert.That(handler.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task WatchAsync_Request_BecomesTheQuery(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.OK, "");
        using var connection = Connect.To(handler, _time);
        var watch = new ListWatch<V1ConfigMap>(connection, options: new() { FieldSelector = "metadata.name=a" });
        await watch.WatchAsync(new() { ResourceVersion = "5", TimeoutSeconds = 300, SendInitialEvents = true }, cancellationToken).CountAsync(cancellationToken);
        Assert.That(handler.Requests[0].PathAndQuery, Is.EqualTo(
            "/api/v1/configmaps?fieldSelector=metadata.name%3Da&watch=true&resourceVersion=5&resourceVersionMatch=NotOlderThan" +
            "&sendInitialEvents=true&allowWatchBookmarks=true&timeoutSeconds=300"));
        Assert.That(handler.Requests[0].Header("Accept-Encoding"), Is.Null);
    }

    [Test]
    public async Task WatchAsync_HugeFrame_IsRead(CancellationToken cancellationToken)
    {
        var text = new string('x', 3_000_000);
        var frames = await ReadAsync(Bodies.Frame("ADDED", Bodies.ConfigMap("a").Replace("\"b\"", $"\"{text}\"", StringComparison.Ordinal)), cancellationToken);
        Assert.That(frames.Single().Object!.Data["a"], Has.Length.EqualTo(3_000_000));
    }

    [Test]
    public async Task WatchAsync_LeftEarly_LetsTheConnectionGo(CancellationToken cancellationToken)
    {
        var body = new DisposalStream(Encoding.UTF8.GetBytes(Bodies.Frame("ADDED", Bodies.ConfigMap("a"))));
        using var connection = Connect.To(new ScriptedHandler().ThenBody(body), _time);
        await foreach (var frame in new ListWatch<V1ConfigMap>(connection).WatchAsync(cancellationToken: cancellationToken))
        {
            Assert.That(frame.Type, Is.EqualTo(WatchFrameType.Added));
            break;
        }

        Assert.That(body.IsDisposed, Is.True);
    }

    private Task<List<WatchFrame<V1ConfigMap>>> ReadAsync(string body, CancellationToken cancellationToken) =>
        ReadAsync(new ScriptedHandler().Then(HttpStatusCode.OK, body), cancellationToken);

    private async Task<List<WatchFrame<V1ConfigMap>>> ReadAsync(ScriptedHandler handler, CancellationToken cancellationToken)
    {
        using var connection = Connect.To(handler, _time);
        return await new ListWatch<V1ConfigMap>(connection).WatchAsync(cancellationToken: cancellationToken).ToListAsync(cancellationToken);
    }
}
