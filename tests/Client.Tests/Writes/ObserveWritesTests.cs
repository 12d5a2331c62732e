using System.Net;
using k8s.Models;
using KubeController.Client.Tests.Scripts;

namespace KubeController.Client.Tests.Writes;

[CancelAfter(20_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ObserveWritesTests
{
    private const string Gone = """{"kind":"Status","apiVersion":"v1","status":"Success","details":{"name":"x","kind":"configmaps","uid":"u"}}""";
    private static readonly NamespacedName Key = new("default", "x");

    private readonly List<OwnWrite> _seen = [];

    private static V1ConfigMap Map => new() { Metadata = new() { Name = "x", NamespaceProperty = "default" } };

    [Test]
    public async Task Observe_AnswerWithTheObject_TellsItsState(CancellationToken cancellationToken)
    {
        using var connection = Connect.To(new ScriptedHandler().Then(HttpStatusCode.OK, Object("7")));
        using var observer = Observe(connection);
        await new ResourceClient(connection).ReplaceAsync(Map, cancellationToken);
        var write = _seen.Single();
        Assert.That((write.Key, write.State?.ResourceVersion, write.IsDeletion, write.Uid), Is.EqualTo((Key, "7", false, "u")));
        Assert.That(write.Metadata!.Labels["app"], Is.EqualTo("web"));
    }

    [Test]
    public async Task Observe_FieldsAreDropped_MetadataIsStillWhole(CancellationToken cancellationToken)
    {
        using var connection = Connect.To(new ScriptedHandler().Then(HttpStatusCode.OK, Object("7")));
        using var observer = Observe(connection, records: new() { DropFields = ["/metadata/labels"] });
        await new ResourceClient(connection).ReplaceAsync(Map, cancellationToken);
        Assert.That((_seen.Single().State!.ReadMetadata().Labels.Count, _seen.Single().Metadata!.Labels.Count), Is.EqualTo((0, 1)));
    }

    [TestCase(Gone, true, false)]
    [TestCase("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","namespace":"default","uid":"u","resourceVersion":"7"}}""", true, true)]
    [TestCase("""{"metadata":{"name":"x","namespace":"default","uid":"u","resourceVersion":"7","deletionTimestamp":"2026-01-01T00:00:00Z","deletionGracePeriodSeconds":0,"finalizers":["f"]}}""", false, true)]
    [TestCase("""{"metadata":{"name":"x","namespace":"default","uid":"u","resourceVersion":"7","deletionTimestamp":"2026-01-01T00:00:00Z","deletionGracePeriodSeconds":30}}""", false, true)]
    [TestCase("""{"metadata":{"name":"x","namespace":"default","uid":"u","resourceVersion":"7","deletionTimestamp":"2026-01-01T00:00:00Z","deletionGracePeriodSeconds":0}}""", true, true)]
    public async Task Observe_Delete_TellsWhetherItIsOver(string answer, bool isDeletion, bool hasState, CancellationToken cancellationToken)
    {
        using var connection = Connect.To(new ScriptedHandler().Then(HttpStatusCode.OK, answer));
        using var observer = Observe(connection);
        await new ResourceClient(connection).DeleteAsync<V1ConfigMap>(Key, cancellationToken: cancellationToken);
        var write = _seen.Single();
        Assert.That((write.Key, write.IsDeletion, write.State is not null, write.Uid), Is.EqualTo((Key, isDeletion, hasState, "u")));
    }

    [Test]
    public async Task Observe_LastFinalizerTakenAway_IsADeletion(CancellationToken cancellationToken)
    {
        using var connection = Connect.To(new ScriptedHandler().Then(
            HttpStatusCode.OK, Object("7").Replace("\"uid\"", "\"deletionTimestamp\":\"2026-01-01T00:00:00Z\",\"deletionGracePeriodSeconds\":0,\"uid\"", StringComparison.Ordinal)));
        using var observer = Observe(connection);
        await new ResourceClient(connection).ReplaceAsync(Map, cancellationToken);
        Assert.That(_seen.Single().IsDeletion, Is.True);
    }

    [Test]
    public async Task Observe_WritesWhoseAnswerDoesNotShowTheObject_AreLeftToTheWatch(CancellationToken cancellationToken)
    {
        using var connection = Connect.To(new ScriptedHandler().Then(HttpStatusCode.OK, """{"kind":"Scale","metadata":{"name":"x","namespace":"default","resourceVersion":"7"}}"""));
        using var observer = new ListWatch<V1Deployment>(connection).ObserveWrites(_seen.Add);
        using var pods = new ListWatch<V1Pod>(connection).ObserveWrites(_seen.Add);
        var client = new ResourceClient(connection);
        await client.ScaleAsync<V1Deployment>(Key, 1, cancellationToken: cancellationToken);
        await client.DeleteCollectionAsync<V1Deployment>(new() { Namespace = "default" }, cancellationToken: cancellationToken);
        await client.EvictAsync(Key, cancellationToken: cancellationToken);
        Assert.That(_seen, Is.Empty);
    }

    [TestCase("default", 1)]
    [TestCase("other", 0)]
    [TestCase(null, 1)]
    public async Task Observe_ScopeOfANamespace_TellsThatNamespaceAlone(string? scope, int told, CancellationToken cancellationToken)
    {
        using var connection = Connect.To(new ScriptedHandler().Then(HttpStatusCode.OK, Object("7")));
        using var observer = Observe(connection, new() { Namespace = scope });
        await new ResourceClient(connection).CreateAsync(Map, cancellationToken);
        Assert.That(_seen, Has.Count.EqualTo(told));
    }

    [TestCase("""{"metadata":{}}""")]
    [TestCase("""{"kind":"Status","metadata":{}}""")]
    [TestCase("gibberish")]
    [TestCase("[]")]
    public async Task Observe_AnswerThatShowsNoObject_IsLeftToTheWatch(string answer, CancellationToken cancellationToken)
    {
        using var connection = Connect.To(new ScriptedHandler().Then(HttpStatusCode.OK, answer));
        using var observer = Observe(connection);
        var written = new ResourceClient(connection).CreateAsync(Map, cancellationToken);
        await written.ContinueWith(static _ => { }, cancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);
        Assert.That((written.IsCanceled, _seen.Count), Is.EqualTo((false, 0)));
    }

    private static string Object(string version) =>
        $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","namespace":"default","uid":"u","resourceVersion":"{{{version}}}","labels":{"app":"web"} } }""";

    private IDisposable Observe(ApiConnection connection, ListWatchOptions? scope = null, RecordOptions? records = null) =>
        new ListWatch<V1ConfigMap>(connection, options: scope).ObserveWrites(_seen.Add, records);
}
