using System.Net;
using System.Text;
using k8s.Models;
using KubeController.Client.Tests.Scripts;

namespace KubeController.Client.Tests.Writes;

[CancelAfter(20_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class WriteObserversTests
{
    private static readonly NamespacedName Key = new("default", "x");

    private readonly List<string> _seen = [];

    private static V1ConfigMap Map => new() { Metadata = new() { Name = "x", NamespaceProperty = "default" } };

    [Test]
    public async Task Report_EveryVerb_PassesWithVerbTypeKeyAndAnswer(CancellationToken cancellationToken)
    {
        var answer = Bodies.ConfigMap("x", "42");
        using var connection = Connect.To(new ScriptedHandler().Then(HttpStatusCode.OK, answer));
        using var registration = connection.Writes.Add(write =>
        {
            Assert.That(Encoding.UTF8.GetString(write.Body.Span), Is.EqualTo(answer));
            _seen.Add($"{write.Target.Verb} {write.Target.Type.Plural}/{write.Target.Subresource} {write.Target.Key} {write.Target.Uid}");
        });
        var client = new ResourceClient(connection, new() { FieldManager = "me" });
        await client.CreateAsync(Map, cancellationToken);
        await client.ReplaceAsync(Map, cancellationToken);
        await client.ReplaceStatusAsync(Map, cancellationToken);
        await client.PatchAsync<V1ConfigMap>(Key, new MergePatch(), cancellationToken);
        await client.PatchStatusAsync<V1ConfigMap>(Key, new MergePatch(), cancellationToken);
        await client.ApplyAsync(Map, cancellationToken);
        await client.ApplyStatusAsync(Map, cancellationToken);
        await client.ScaleAsync<V1Deployment>(Key, 1, cancellationToken: cancellationToken);
        await client.ReplaceScaleAsync<V1Deployment>(Key, new(), cancellationToken: cancellationToken);
        await client.EvictAsync(Key, cancellationToken: cancellationToken);
        await client.DeleteAsync<V1ConfigMap>(Key, new() { Uid = "u" }, cancellationToken);
        await client.DeleteCollectionAsync<V1ConfigMap>(new() { Namespace = "default" }, cancellationToken: cancellationToken);
        Assert.That(_seen, Is.EqualTo(new[]
        {
            "create configmaps/ default/x ", "update configmaps/ default/x ", "update configmaps/status default/x ", "patch configmaps/ default/x ",
            "patch configmaps/status default/x ", "apply configmaps/ default/x ", "apply configmaps/status default/x ", "patch deployments/scale default/x ",
            "update deployments/scale default/x ", "create pods/eviction default/x ", "delete configmaps/ default/x u", "deletecollection configmaps/ default/ ",
        }));
    }

    [Test]
    public async Task Report_ReadsDryRunsFailuresAndAfterRemoval_PassNothing(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler()
            .Then(HttpStatusCode.OK, Bodies.ConfigMap("x")).Then(HttpStatusCode.OK, Bodies.ConfigMap("x")).Then(HttpStatusCode.OK, Bodies.ConfigMap("x"))
            .Then(HttpStatusCode.Conflict, Bodies.Status(409, "Conflict", "no")).Then(HttpStatusCode.OK, Bodies.ConfigMap("x"));
        using var connection = Connect.To(handler);
        var registration = connection.Writes.Add(write => _seen.Add(write.Target.Verb));
        var client = new ResourceClient(connection);
        await client.GetAsync<V1ConfigMap>(Key, cancellationToken);
        await client.CreateAsync(Map, new() { DryRun = true }, cancellationToken);
        await client.DeleteAsync<V1ConfigMap>(Key, new() { DryRun = true }, cancellationToken);
        await Catch.Async<ConflictException>(client.ReplaceAsync(Map, cancellationToken));
        registration.Dispose();
        await client.ReplaceAsync(Map, cancellationToken);
        Assert.That(_seen, Is.Empty);
    }

    [Test]
    public async Task Report_AnswerThatTheModelCannotTake_HasPassedAlready(CancellationToken cancellationToken)
    {
        using var connection = Connect.To(new ScriptedHandler().Then(HttpStatusCode.OK, """{"metadata":{"name":"x"},"data":5}"""));
        using var registration = connection.Writes.Add(write => _seen.Add(write.Target.Verb));
        await Catch.Async<InvalidDataException>(new ResourceClient(connection).CreateAsync(Map, cancellationToken));
        Assert.That(_seen, Is.EqualTo(new[] { "create" }));
    }
}
