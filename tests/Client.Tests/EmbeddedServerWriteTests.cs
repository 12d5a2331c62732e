using System.Text.Json.Nodes;
using k8s.Models;
using KubeController.Client.Tests.Scripts;

namespace KubeController.Client.Tests;

/// <summary>What goes beyond the plain verbs, against a whole API server.</summary>
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EmbeddedServerWriteTests
{
    private static readonly NamespacedName Key = new("default", "a");

    private EmbeddedServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await EmbeddedServer.StartAsync(overTheNetwork: false);

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task DryRun_EveryVerb_StoresNothing(CancellationToken cancellationToken)
    {
        var dry = new ResourceClient(_server.Connection, new() { DryRun = true });
        await dry.CreateAsync(EmbeddedServer.ConfigMap("a"), cancellationToken);
        Assert.That(await _server.Client.ListAsync<V1ConfigMap>(new() { FieldSelector = "metadata.name=a" }, cancellationToken), Is.Empty);

        var created = await _server.Client.CreateAsync(EmbeddedServer.ConfigMap("a"), cancellationToken);
        await dry.PatchAsync<V1ConfigMap>(Key, new MergePatch().Label("a", "b"), cancellationToken);
        await dry.DeleteAsync<V1ConfigMap>(Key, cancellationToken: cancellationToken);
        await dry.DeleteCollectionAsync<V1ConfigMap>(new() { Namespace = "default" }, cancellationToken: cancellationToken);
        var read = await _server.Client.GetAsync<V1ConfigMap>(Key, cancellationToken);
        Assert.That(read.Metadata.ResourceVersion, Is.EqualTo(created.Metadata.ResourceVersion));
    }

    [Test]
    public async Task FieldValidation_UnknownField_IsRefusedOrWarnedOf(CancellationToken cancellationToken)
    {
        var told = new List<string>();
        using var connection = new ApiConnection(_server.Api.Url, _server.Api.CreateHandler(), EmbeddedServer.Options with { OnWarning = warning => told.Add(warning.Text) });
        var client = new ResourceClient(connection).For(ResourceType.Of<V1ConfigMap>());
        var odd = new DynamicObject(ResourceType.Of<V1ConfigMap>(), Key) { ["odd"] = 1 };
        var error = await Catch.Async<ApiException>(client.CreateAsync(odd, new() { FieldValidation = FieldValidation.Strict }, cancellationToken));
        Assert.That((int)error.StatusCode, Is.EqualTo(400));
        await client.CreateAsync(odd, new() { FieldValidation = FieldValidation.Warn }, cancellationToken);
        Assert.That(told, Is.EqualTo(new[] { "unknown field \"odd\"" }));
    }

    [Test]
    public async Task PatchAsync_JsonAndStrategic_AreCarriedOut(CancellationToken cancellationToken)
    {
        await _server.Client.CreateAsync(EmbeddedServer.ConfigMap("a"), cancellationToken);
        var patched = await _server.Client.PatchAsync<V1ConfigMap>(
            Key, new JsonPatch().Test("/data/x", "1").Add(JsonPatch.Pointer("data", "a.b"), "2").Remove("/data/x"), cancellationToken);
        Assert.That(patched.Data, Is.EquivalentTo(new Dictionary<string, string> { ["a.b"] = "2" }));
        await Catch.Async<InvalidException>(_server.Client.PatchAsync<V1ConfigMap>(Key, new JsonPatch().Test("/data/a.b", "other"), cancellationToken));

        await _server.Client.CreateAsync(Pod(), cancellationToken);
        var pod = await _server.Client.PatchAsync<V1Pod>(
            new("default", "p"), StrategicMergePatch.From(new V1Pod { Spec = new() { Containers = [new() { Name = "c", Image = "j" }] } }), cancellationToken);
        Assert.That(pod.Spec.Containers.Select(container => $"{container.Name} {container.Image}"), Is.EqualTo(new[] { "c j", "d i" }));
    }

    [Test]
    public async Task ApplyAsync_TwoManagers_OwnWhatTheyAppliedAndForceTakes(CancellationToken cancellationToken)
    {
        var mine = new ApplyOptions { FieldManager = "mine" };
        var applied = await _server.Client.ApplyAsync(EmbeddedServer.ConfigMap("a"), mine, cancellationToken);
        Assert.That(applied.Data["x"], Is.EqualTo("1"));
        var theirs = EmbeddedServer.ConfigMap("a");
        theirs.Data = new Dictionary<string, string> { ["x"] = "2", ["y"] = "3" };
        var error = await Catch.Async<ConflictException>(_server.Client.ApplyAsync(theirs, new() { FieldManager = "theirs" }, cancellationToken));
        Assert.That(error.Causes.Single().Field, Is.EqualTo(".data.x"));
        await _server.Client.ApplyAsync(theirs, new() { FieldManager = "theirs", Force = true }, cancellationToken);
        var empty = EmbeddedServer.ConfigMap("a");
        empty.Data = null;
        var left = await _server.Client.ApplyAsync(empty, mine, cancellationToken);
        Assert.That(left.Data, Is.EquivalentTo(new Dictionary<string, string> { ["x"] = "2", ["y"] = "3" }), "what is another's stays");
        left = await _server.Client.ApplyAsync(empty, new() { FieldManager = "theirs" }, cancellationToken);
        Assert.That(left.Data, Is.Null.Or.Empty, "what was applied and is no more is removed");
    }

    [Test]
    public async Task BetweenWithOptimisticLock_ChangedMeanwhile_IsAConflict(CancellationToken cancellationToken)
    {
        var before = await _server.Client.CreateAsync(EmbeddedServer.ConfigMap("a"), cancellationToken);
        await _server.Client.PatchAsync<V1ConfigMap>(Key, new MergePatch().Label("a", "b"), cancellationToken);
        var after = await _server.Client.GetAsync<V1ConfigMap>(Key, cancellationToken);
        after.Data["x"] = "2";
        await Catch.Async<ConflictException>(_server.Client.PatchAsync<V1ConfigMap>(Key, MergePatch.BetweenWithOptimisticLock(before, after), cancellationToken));
        var updated = await _server.Client.UpdateAsync<V1ConfigMap>(Key, map => map.Data["x"] = "3", cancellationToken: cancellationToken);
        Assert.That(updated.Data["x"], Is.EqualTo("3"));
    }

    [Test]
    public async Task DeleteCollectionAsync_Selector_LeavesTheOthers(CancellationToken cancellationToken)
    {
        await _server.Client.CreateAsync(EmbeddedServer.ConfigMap("a"), cancellationToken);
        await _server.Client.CreateAsync(EmbeddedServer.ConfigMap("b"), cancellationToken);
        await _server.Client.PatchAsync<V1ConfigMap>(Key, new MergePatch().Label("doomed", "yes"), cancellationToken);
        await _server.Client.DeleteCollectionAsync<V1ConfigMap>(new() { Namespace = "default", LabelSelector = "doomed=yes" }, cancellationToken: cancellationToken);
        var left = await _server.Client.ListAsync<V1ConfigMap>(new() { Namespace = "default" }, cancellationToken);
        Assert.That(left.Select(map => map.Metadata.Name), Does.Contain("b").And.Not.Contain("a"));
    }

    [Test]
    public async Task EvictAsync_Pod_IsDeleted(CancellationToken cancellationToken)
    {
        var pod = await _server.Client.CreateAsync(Pod(), cancellationToken);
        await Catch.Async<ConflictException>(_server.Client.EvictAsync(NamespacedName.Of(pod), new() { Uid = "another" }, cancellationToken));
        await _server.Client.EvictAsync(NamespacedName.Of(pod), new() { Uid = pod.Metadata.Uid, GracePeriodSeconds = 0 }, cancellationToken);
        await Catch.Async<NotFoundException>(_server.Client.GetAsync<V1Pod>(NamespacedName.Of(pod), cancellationToken));
    }

    [Test]
    public async Task ScaleAsync_Deployment_SetsItsReplicas(CancellationToken cancellationToken)
    {
        var type = ResourceType.Of<V1Deployment>();
        var deployment = new DynamicObject(type, Key)
        {
            ["spec"] = JsonNode.Parse("""
                {"replicas":1,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}
                """),
        };
        await _server.Client.For(type).CreateAsync(deployment, cancellationToken);
        var scale = await _server.Client.ScaleAsync<V1Deployment>(Key, 3, cancellationToken: cancellationToken);
        Assert.That(scale.Spec.Replicas, Is.EqualTo(3));
        scale.Spec.Replicas = 4;
        await _server.Client.ReplaceScaleAsync<V1Deployment>(Key, scale, cancellationToken: cancellationToken);
        await Catch.Async<ConflictException>(_server.Client.ReplaceScaleAsync<V1Deployment>(Key, scale, cancellationToken: cancellationToken));
        Assert.That((await _server.Client.GetAsync<V1Deployment>(Key, cancellationToken)).Spec.Replicas, Is.EqualTo(4));
        Assert.That((await _server.Client.GetScaleAsync<V1Deployment>(Key, cancellationToken)).Spec.Replicas, Is.EqualTo(4));
    }

    private static V1Pod Pod() => new()
    {
        Metadata = new() { Name = "p", NamespaceProperty = "default" },
        Spec = new() { Containers = [new() { Name = "c", Image = "i" }, new() { Name = "d", Image = "i" }] },
    };
}
