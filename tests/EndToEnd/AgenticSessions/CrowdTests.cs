using k8s.Models;
using KubeController.Samples.AgenticSessions.Sessions;
using Microsoft.Extensions.Logging;
using static KubeController.EndToEnd.AgenticSessions.LifeCycleTests;

namespace KubeController.EndToEnd.AgenticSessions;

/// <summary>Many sessions at once: their starts, and an operator that dies among them.</summary>
[CancelAfter(120_000)]
public sealed class CrowdTests
{
    private const int Sessions = 30;
    private const int Workers = 20;

    [Test]
    public async Task Start_ThirtySessionsTwentyWorkers_AllRunWithoutAnError(CancellationToken cancellationToken)
    {
        await using var cluster = await SessionCluster.StartAsync(new(), cancellationToken);
        await using var sut = await OperatorUnderTest.StartAsync(cluster, cancellationToken, Workers);
        var start = cluster.TimeProvider.GetTimestamp();
        await CreateAllAsync(cluster, cancellationToken);
        await Task.WhenAll(Names.Select(name => cluster.WaitForPhaseAsync(name, "Running", cancellationToken)));
        TestContext.Out.WriteLine($"All {Sessions} sessions were Running after {cluster.TimeProvider.GetElapsedTime(start)}.");

        Assert.That(sut.Log.Of(LogLevel.Warning), Is.Empty);
        Assert.That(CountOf(cluster, "create", "pods"), Is.EqualTo(Sessions));
        foreach (var name in Names)
        {
            var own = cluster.OperatorRequests.Where(request => request.Verb is not "list" and not "watch" && request.Name.Contains(name, StringComparison.Ordinal)).ToList();
            Assert.That(own, Has.Count.LessThanOrEqualTo(14), string.Join(", ", own.Select(request => $"{request.Verb} {request.Resource}")));
        }
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(15)]
    [TestCase(29)]
    public async Task X03_OperatorDiesAmongTheStarts_TheNextOneBringsAllToTheSameEnd(int dieAfter, CancellationToken cancellationToken)
    {
        var setup = ClusterSetup.WithRunner(new() { RunFor = TimeSpan.FromSeconds(1) });
        await using var cluster = await SessionCluster.StartAsync(setup, cancellationToken);
        await using var first = await OperatorUnderTest.StartAsync(cluster, cancellationToken, Workers);
        await CreateAllAsync(cluster, cancellationToken);
        await cluster.WaitForAsync(Names[dieAfter], found => found.PhaseOf() is not SessionPhase.Pending, cancellationToken);
        first.Kill();

        await using var second = await OperatorUnderTest.StartAsync(cluster, cancellationToken, Workers);
        await Task.WhenAll(Names.Select(name => cluster.WaitForPhaseAsync(name, "Completed", cancellationToken)));
        await Task.WhenAll(Names.Select(name => cluster.WaitUntilPodIsGoneAsync($"{name}-runner", cancellationToken)));
        Assert.That(second.Log.Lines.Where(line => line.Contains("to Failed", StringComparison.Ordinal)), Is.Empty);

        // A pod is made once, whoever made it; what was made twice was refused the second time.
        Assert.That(cluster.OperatorRequests.Count(request => request is { Verb: "create", Resource: "pods", Code: 201 }), Is.EqualTo(Sessions));
    }

    [Test]
    public async Task X_Vertex_SessionsShareOneCopyAndTheLastTakesItAway(CancellationToken cancellationToken)
    {
        await using var cluster = await SessionCluster.StartAsync(new() { HasRunnerSecret = false }, cancellationToken);
        await cluster.CreateSecretAsync(new("ambient-code", "ambient-vertex"), cancellationToken, ("key.json", "vertex-credentials"));
        await using var sut = await OperatorUnderTest.StartAsync(
            cluster, cancellationToken, Workers,
            ("USE_VERTEX", "true"), ("CLOUD_ML_REGION", "eu"), ("ANTHROPIC_VERTEX_PROJECT_ID", "p"), ("GOOGLE_APPLICATION_CREDENTIALS", "/app/vertex/key.json"));
        var names = Names.Take(12).ToList();
        await Task.WhenAll(names.Select(name => cluster.CreateSessionAsync(name, cancellationToken)));
        await Task.WhenAll(names.Select(name => cluster.WaitForPhaseAsync(name, "Running", cancellationToken)));
        var copy = await cluster.Client.GetAsync<V1Secret>(new(SessionCluster.Team, "ambient-vertex"), cancellationToken);
        Assert.That(copy.Metadata.OwnerReferences.Select(owner => owner.Name), Is.EquivalentTo(names));
        Assert.That(copy.Metadata.OwnerReferences.Count(owner => owner.Controller == true), Is.EqualTo(1));

        foreach (var name in names)
        {
            await cluster.AskAsync(name, "Stopped", cancellationToken);
        }

        await Task.WhenAll(names.Select(name => cluster.WaitForPhaseAsync(name, "Stopped", cancellationToken)));
        Assert.That(await cluster.Client.ListAsync<V1Secret>(new() { Namespace = SessionCluster.Team, FieldSelector = "metadata.name=ambient-vertex" }, cancellationToken), Is.Empty);
    }

    [Test]
    public async Task X_Secrets_AreNeitherInPodsNorInConditionsNorInTheLog(CancellationToken cancellationToken)
    {
        await using var cluster = await SessionCluster.StartAsync(new(), cancellationToken);
        await cluster.CreateSecretAsync(new("ambient-code", "minio-credentials"), cancellationToken, ("access-key", "AKIA-SHARED"), ("secret-key", "very-secret-key"));
        await using var sut = await OperatorUnderTest.StartAsync(cluster, cancellationToken);
        await cluster.CreateSessionAsync("s", cancellationToken);
        var session = await cluster.WaitForPhaseAsync("s", "Running", cancellationToken);
        Assert.That(ReasonOf(session, Conditions.StorageAvailable), Is.EqualTo("Configured"));

        var own = await cluster.Client.GetAsync<V1Secret>(new(SessionCluster.Team, "ambient-runner-token-s"), cancellationToken);
        var pod = k8s.KubernetesJson.Serialize(await cluster.Client.GetAsync<V1Pod>(new(SessionCluster.Team, "s-runner"), cancellationToken));
        var told = string.Join('\n', sut.Log.Lines) + k8s.KubernetesJson.Serialize(session);
        foreach (var secret in own.Data.Values.Select(System.Text.Encoding.UTF8.GetString).Append("key-of-the-team"))
        {
            Assert.That(pod, Does.Not.Contain(secret));
            Assert.That(told, Does.Not.Contain(secret));
        }

        Assert.That(own.Data.Keys, Is.EquivalentTo(new[] { "agui-token", "k8s-token", "s3-access-key", "s3-secret-key" }));
    }

    private static string[] Names => [.. Enumerable.Range(0, Sessions).Select(index => $"crowd-{index:00}")];

    private static async Task CreateAllAsync(SessionCluster cluster, CancellationToken cancellationToken) =>
        await Task.WhenAll(Names.Select(name => cluster.CreateSessionAsync(name, cancellationToken)));
}
