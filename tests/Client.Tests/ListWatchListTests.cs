using System.IO.Compression;
using System.Net;
using System.Text;
using k8s;
using k8s.Models;
using KubeController.Client.Tests.Scripts;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Client.Tests;

[CancelAfter(20_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ListWatchListTests
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public async Task ListAsync_Page_HasItemsVersionAndFilledInKind(CancellationToken cancellationToken)
    {
        var page = await ReadOneAsync(Bodies.List("""{"metadata":{"name":"a","namespace":"n","resourceVersion":"3"}}"""), cancellationToken);
        Assert.That(page.ResourceVersion, Is.EqualTo("100"));
        Assert.That(page.Continue, Is.Null);
        Assert.That(page.Undecodable, Is.Empty);
        Assert.That(page.Items.Single().Kind, Is.EqualTo("ConfigMap"));
        Assert.That(page.Items.Single().ApiVersion, Is.EqualTo("v1"));
    }

    [Test]
    public async Task ListAsync_CutAnywhere_ReadsTheSame([Values(1, 2, 3, 7, 64)] int size, CancellationToken cancellationToken)
    {
        var text = Bodies.List(string.Join(",", Enumerable.Range(0, 20).Select(i => Bodies.ConfigMap($"n{i}").Replace("\"b\"", "\"żółć 🎈 \\\"{]\\u00e9\"", StringComparison.Ordinal))));
        var handler = new ScriptedHandler().ThenBody(new SlicedStream(Encoding.UTF8.GetBytes(text), size));
        var page = await FirstAsync(handler, cancellationToken);
        Assert.That(page.Items.Select(item => item.Metadata.Name), Is.EqualTo(Enumerable.Range(0, 20).Select(i => $"n{i}")));
        Assert.That(page.Items.Select(item => item.Data["a"]), Is.All.EqualTo("żółć 🎈 \"{]é"));
    }

    [TestCase("""{"items":[{"metadata":{"name":"a"}}],"metadata":{"resourceVersion":"9","continue":"c"},"kind":"ConfigMapList"}""")]
    [TestCase("""{"metadata":{"continue":"c","resourceVersion":"9"},"extra":{"items":[1],"metadata":{"resourceVersion":"1"}},"items":[{"metadata":{"name":"a"}}]}""")]
    [TestCase(" {\n \"apiVersion\": \"v1\",\n \"items\" : [ {\"metadata\" : {\"name\":\"a\"}} ] , \"metadata\":{\"resourceVersion\":\"9\",\"continue\":\"c\"}}\n")]
    public async Task ListAsync_PropertiesInAnyOrder_AreFound(string body, CancellationToken cancellationToken)
    {
        var page = await ReadOneAsync(body, cancellationToken);
        Assert.That(page.ResourceVersion, Is.EqualTo("9"));
        Assert.That(page.Continue, Is.EqualTo("c"));
        Assert.That(page.Items.Single().Metadata.Name, Is.EqualTo("a"));
    }

    [TestCase("null")]
    [TestCase("[]")]
    public async Task ListAsync_NoItems_IsAnEmptyPage(string items, CancellationToken cancellationToken)
    {
        var page = await ReadOneAsync("""{"metadata":{"resourceVersion":"9"},"items":""" + items + "}", cancellationToken);
        Assert.That(page.Items, Is.Empty);
        Assert.That(page.ResourceVersion, Is.EqualTo("9"));
    }

    [TestCase("""{"metadata":{"name":"bad","namespace":"n","resourceVersion":"4"},"data":[1,2]}""", "n/bad", "4")]
    [TestCase("""{"metadata":{"name":"bad","creationTimestamp":"yesterday"}}""", "bad", null)]
    [TestCase("""{"metadata":{"namespace":"n"}}""", null, null)]
    [TestCase("""{"kind":"Secret","metadata":{"name":"bad"}}""", "bad", null)]
    [TestCase("7", null, null)]
    [TestCase("null", null, null)]
    [TestCase("[[{}]]", null, null)]
    public async Task ListAsync_OneUndecodable_IsReportedAndTheOthersAreServed(string bad, string? key, string? version, CancellationToken cancellationToken)
    {
        var page = await ReadOneAsync(Bodies.List($"{Bodies.ConfigMap("a")},{bad},{Bodies.ConfigMap("b")}"), cancellationToken);
        Assert.That(page.Items.Select(item => item.Metadata.Name), Is.EqualTo(new[] { "a", "b" }));
        var undecodable = page.Undecodable.Single();
        Assert.That(undecodable.Key?.ToString(), Is.EqualTo(key));
        Assert.That(undecodable.ResourceVersion, Is.EqualTo(version));
        Assert.That(undecodable.Error.Message, Is.Not.Empty);
    }

    [Test]
    public void ListAsync_BodyEndsTooEarly_IsAnIOException()
    {
        var whole = Bodies.List(Bodies.ConfigMap("a") + "," + Bodies.ConfigMap("b"));
        Assert.That(
            () => ReadOneAsync(whole[..^40], default),
            Throws.TypeOf<EndOfStreamException>().With.Message.EqualTo("list configmaps: the list ended after 1 objects without its end. It is to be read again."));
    }

    [TestCase("""{"kind":"Status","status":"Success"}""", "the body is a Status without items instead of a list")]
    [TestCase("[]", "the body is a JSON StartArray instead of a list")]
    [TestCase("""{"items":[{"metadata":{"name":"a"}},{]}""", "after 1 objects the body is no JSON")]
    [TestCase("hello", "the body is no JSON")]
    public void ListAsync_NoList_SaysWhatItIs(string body, string message) =>
        Assert.That(() => ReadOneAsync(body, default), Throws.TypeOf<InvalidDataException>().With.Message.Contains(message));

    [Test]
    public void ListAsync_HtmlWithSuccess_SaysSo()
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.OK, "<html>", "text/html");
        Assert.That(
            () => FirstAsync(handler, default),
            Throws.TypeOf<InvalidDataException>().With.Message.EqualTo(
                "list configmaps: the answer is 'text/html' instead of JSON. Check that the address is that of an API server."));
    }

    [Test]
    public async Task ListAsync_FurtherPages_HaveTheTokenAndNoVersion(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler()
            .Then(HttpStatusCode.OK, Bodies.List(Bodies.ConfigMap("a"), """{"resourceVersion":"7","continue":"tok","remainingItemCount":3}"""))
            .Then(HttpStatusCode.OK, Bodies.List(Bodies.ConfigMap("b")));
        using var connection = Connect.To(handler, _time);
        var list = new ListWatch<V1ConfigMap>(connection, options: new() { Namespace = "n", LabelSelector = "a=b" });
        var pages = new List<ListPage<V1ConfigMap>>();
        await foreach (var page in list.ListAsync(new() { ResourceVersion = "5", ResourceVersionMatch = "NotOlderThan", Limit = 1 }, cancellationToken))
        {
            pages.Add(page);
        }

        Assert.That(pages[0].RemainingItemCount, Is.EqualTo(3));
        Assert.That(handler.Requests[0].PathAndQuery, Is.EqualTo(
            "/api/v1/namespaces/n/configmaps?labelSelector=a%3Db&limit=1&resourceVersion=5&resourceVersionMatch=NotOlderThan"));
        Assert.That(handler.Requests[1].PathAndQuery, Is.EqualTo("/api/v1/namespaces/n/configmaps?labelSelector=a%3Db&limit=1&continue=tok"));
    }

    [Test]
    public async Task ListAsync_SecondPageExpired_ThrowsAfterTheFirst(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler()
            .Then(HttpStatusCode.OK, Bodies.List(Bodies.ConfigMap("a"), """{"resourceVersion":"7","continue":"tok"}"""))
            .Then(HttpStatusCode.Gone, Bodies.Status(410, "Expired", "too old"));
        using var connection = Connect.To(handler, _time);
        await using var pages = new ListWatch<V1ConfigMap>(connection).ListAsync(cancellationToken: cancellationToken).GetAsyncEnumerator(cancellationToken);
        Assert.That(await pages.MoveNextAsync(), Is.True);
        Assert.That(async () => await pages.MoveNextAsync(), Throws.TypeOf<ExpiredException>());
    }

    [Test]
    public async Task ListAsync_Gzip_IsAskedForAndRead(CancellationToken cancellationToken)
    {
        using var packed = new MemoryStream();
        await using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await zip.WriteAsync(Encoding.UTF8.GetBytes(Bodies.List(Bodies.ConfigMap("a"))), cancellationToken);
        }

        var handler = new ScriptedHandler().Then((_, _) =>
        {
            var response = ScriptedHandler.Answer(new MemoryStream(packed.ToArray()));
            response.Content.Headers.ContentEncoding.Add("gzip");
            return Task.FromResult(response);
        });
        var page = await FirstAsync(handler, cancellationToken);
        Assert.That(page.Items.Single().Metadata.Name, Is.EqualTo("a"));
        Assert.That(handler.Requests[0].Header("Accept-Encoding"), Is.EqualTo("gzip"));
    }

    [Test]
    public async Task ListAsync_BodyStandsStill_TimesOut(CancellationToken cancellationToken)
    {
        var body = new SteppedStream();
        var read = FirstAsync(new ScriptedHandler().ThenBody(body), cancellationToken);
        await body.AskedAsync(cancellationToken);
        body.Give("""{"items":[""");
        await body.AskedAsync(cancellationToken);
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.That(() => read, Throws.TypeOf<TimeoutException>().With.Message.StartsWith("list configmaps: the body stood still for 00:01:00."));
    }

    [Test]
    public async Task ListAsync_TimePassesWhileDecoding_IsNoTimeout(CancellationToken cancellationToken)
    {
        // The clock moves on while an item is being decoded, as in a process that was suspended.
        SlowWidget.Time.Value = _time;
        var body = new SlicedStream(Encoding.UTF8.GetBytes("""{"items":[{"metadata":{"name":"a"},"spec":"x"},{"metadata":{"name":"b"},"spec":"x"}]}"""), 10);
        using var connection = Connect.To(new ScriptedHandler().ThenBody(body), _time);
        var page = await new ListWatch<SlowWidget>(connection).ListAsync(cancellationToken: cancellationToken).FirstAsync(cancellationToken);
        Assert.That(page.Items, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task ListAsync_CancelledWhileTheBodyStandsStill_IsACancellation(CancellationToken cancellationToken)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var body = new ScriptedBody();
        await body.SendAsync("""{"items":[""");
        var read = FirstAsync(new ScriptedHandler().ThenBody(body.Stream), cancel.Token);
        await cancel.CancelAsync();
        Assert.That(() => read, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task ListAsync_SlowButMoving_IsNoTimeout(CancellationToken cancellationToken)
    {
        var body = new SteppedStream();
        var read = FirstAsync(new ScriptedHandler().ThenBody(body), cancellationToken);
        await body.AskedAsync(cancellationToken);
        body.Give("""{"items":[{"metadata":{"name":"a"}}""");
        for (var i = 0; i < 20; i++)
        {
            await body.AskedAsync(cancellationToken);
            _time.Advance(TimeSpan.FromSeconds(59));
            body.Give(""",{"metadata":{"name":"b"}}""");
        }

        body.Give("]}");
        Assert.That((await read).Items, Has.Count.EqualTo(21));
    }

    private Task<ListPage<V1ConfigMap>> ReadOneAsync(string body, CancellationToken cancellationToken) =>
        FirstAsync(new ScriptedHandler().Then(HttpStatusCode.OK, body), cancellationToken);

    private async Task<ListPage<V1ConfigMap>> FirstAsync(ScriptedHandler handler, CancellationToken cancellationToken)
    {
        using var connection = Connect.To(handler, _time);
        await foreach (var page in new ListWatch<V1ConfigMap>(connection).ListAsync(cancellationToken: cancellationToken))
        {
            return page;
        }

        throw new AssertionException("There is no page.");
    }

    [KubernetesEntity(Group = "test.example.com", ApiVersion = "v1", Kind = "Widget", PluralName = "widgets")]
    private sealed class SlowWidget : IKubernetesObject<V1ObjectMeta>
    {
        public static readonly AsyncLocal<FakeTimeProvider> Time = new();

        public string ApiVersion { get; set; } = null!;

        public string Kind { get; set; } = null!;

        public V1ObjectMeta Metadata { get; set; } = null!;

        public string Spec
        {
            get => string.Empty;
            set => Time.Value!.Advance(TimeSpan.FromMinutes(2));
        }
    }
}
