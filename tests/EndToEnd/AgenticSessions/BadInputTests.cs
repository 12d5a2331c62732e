using KubeController.Client;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Sessions;
using KubeController.Samples.AgenticSessions.Status;
using Microsoft.Extensions.Logging;
using static KubeController.EndToEnd.AgenticSessions.LifeCycleTests;

namespace KubeController.EndToEnd.AgenticSessions;

/// <summary>What nobody should have written: it is told, and nothing falls over.</summary>
[CancelAfter(60_000)]
public sealed class BadInputTests
{
    [Test]
    public async Task Create_SpecBreaksTheSchema_IsRefusedWithTheFieldsPath(CancellationToken cancellationToken)
    {
        await using var cluster = await SessionCluster.StartAsync(new(), cancellationToken);
        var refused = Assert.ThrowsAsync<InvalidException>(() => cluster.CreateSessionAsync("s", cancellationToken, new() { InactivityTimeout = -1 }));
        Assert.That(refused!.Causes.Select(cause => cause.Field), Does.Contain("spec.inactivityTimeout"));
    }

    [Test]
    public async Task X_NameTooLong_FailsBeforeAnythingIsMade(CancellationToken cancellationToken)
    {
        await using var cluster = await SessionCluster.StartAsync(new(), cancellationToken);
        await using var sut = await OperatorUnderTest.StartAsync(cluster, cancellationToken);
        var name = new string('a', 56);
        await cluster.CreateSessionAsync(name, cancellationToken);
        var failed = await cluster.WaitForPhaseAsync(name, "Failed", cancellationToken);
        Assert.That(ReasonOf(failed, Conditions.Ready), Is.EqualTo("NameTooLong"));
        Assert.That(failed.Status!.Conditions.Find(Conditions.Ready)!.Message, Does.Contain("56 characters"));
        Assert.That(sut.Log.Of(LogLevel.Error).Single(), Does.Contain("NameTooLong"));
        Assert.That(cluster.OperatorRequests.Where(request => request.Verb == "create"), Is.Empty);
    }

    [Test]
    public async Task UnknownPhase_IsToldOnceAndLeftAlone(CancellationToken cancellationToken)
    {
        await using var cluster = await SessionCluster.StartAsync(new() { EditDefinitions = WithoutChecks }, cancellationToken);
        await cluster.CreateSessionAsync("s", cancellationToken);
        await SetStatusAsync(cluster, "s", """{"phase":"Hibernating"}""", cancellationToken);
        await using var sut = await OperatorUnderTest.StartAsync(cluster, cancellationToken);
        var session = await cluster.WaitForAsync("s", found => found.Status?.Conditions.Find(Conditions.StatusReadable) is not null, cancellationToken);
        Assert.That((session.Status!.Phase, ReasonOf(session, Conditions.StatusReadable)), Is.EqualTo(("Hibernating", "UnknownPhase")));
        Assert.That(sut.Log.Of(LogLevel.Warning), Has.Some.Contains("'Hibernating'"));
        await AssertQuietAsync(cluster, sut, cancellationToken);
    }

    [Test]
    public async Task UnreadableTimes_AreToldAndTheSessionStartsAllTheSame(CancellationToken cancellationToken)
    {
        await using var cluster = await SessionCluster.StartAsync(new() { EditDefinitions = WithoutChecks }, cancellationToken);
        await cluster.CreateSessionAsync("s", cancellationToken);
        await SetStatusAsync(cluster, "s", """{"lastActivityTime":"just now","startTime":"noonish"}""", cancellationToken);
        await using var sut = await OperatorUnderTest.StartAsync(cluster, cancellationToken);
        var session = await cluster.WaitForPhaseAsync("s", "Running", cancellationToken);
        Assert.That(session.Status!.Conditions.Find(Conditions.StatusReadable)!.Message, Does.Contain("lastActivityTime 'just now'"));
        Assert.That(Timestamps.Parse(session.Status.StartTime), Is.Not.Null);
        Assert.That(sut.Log.Of(LogLevel.Warning), Has.Some.Contains("'just now'"));
        await AssertQuietAsync(cluster, sut, cancellationToken);

        await SetStatusAsync(cluster, "s", $$"""{"lastActivityTime":"{{Timestamps.Format(TimeProvider.System.GetUtcNow())}}"}""", cancellationToken);
        await cluster.Client.PatchAsync<AgenticSession>(new(SessionCluster.Team, "s"), new MergePatch().Annotation("wake", "up"), cancellationToken);
        await cluster.WaitForAsync("s", found => found.Status!.Conditions.IsTrue(Conditions.StatusReadable), cancellationToken);
    }

    [Test]
    public async Task UndecodableSession_IsReportedAndTheOthersAreServed(CancellationToken cancellationToken)
    {
        await using var cluster = await SessionCluster.StartAsync(new() { EditDefinitions = WithoutChecks }, cancellationToken);
        await cluster.Server.ApplyAsync("""
            apiVersion: vteam.ambient-code/v1alpha1
            kind: AgenticSession
            metadata: {name: broken-before, namespace: team}
            spec: {inactivityTimeout: [soon]}
            """, cancellationToken);
        await cluster.CreateSessionAsync("before", cancellationToken);
        await using var sut = await OperatorUnderTest.StartAsync(cluster, cancellationToken);
        await cluster.WaitForPhaseAsync("before", "Running", cancellationToken);
        await cluster.Server.ApplyAsync("""
            apiVersion: vteam.ambient-code/v1alpha1
            kind: AgenticSession
            metadata: {name: broken-after, namespace: team}
            spec: {repos: 7}
            """, cancellationToken);
        await cluster.CreateSessionAsync("after", cancellationToken);
        await cluster.WaitForPhaseAsync("after", "Running", cancellationToken);
        foreach (var name in new[] { "team/broken-before", "team/broken-after" })
        {
            Assert.That(sut.Log.Of(LogLevel.Warning), Has.Some.Contains(name));
        }
    }

    [Test]
    public async Task CustomResourcesNotInstalled_WaitsSaysSoAndStartsWhenTheyAre(CancellationToken cancellationToken)
    {
        await using var cluster = await SessionCluster.StartAsync(new() { InstallsCustomResources = false }, cancellationToken);
        await using var sut = await OperatorUnderTest.StartAsync(cluster, cancellationToken);
        // The first of these lines may come before the server has answered at all.
        await sut.Log
            .WaitForAsync(line => line.Contains("still wait", StringComparison.Ordinal) && line.Contains("agenticsessions.vteam.ambient-code", StringComparison.Ordinal)
                && line.Contains("404", StringComparison.Ordinal))
            .WaitAsync(cancellationToken);
        await cluster.Server.ApplyAsync(await Samples.AgenticSessions.Demo.DemoManifests.CustomResourcesAsync(cancellationToken), cancellationToken);
        await cluster.CreateSessionAsync("s", cancellationToken);
        await cluster.WaitForPhaseAsync("s", "Running", cancellationToken);
    }

    /// <summary>Wakes the session until a whole pass lies between two looks: one that has told everything writes nothing.</summary>
    private static async Task AssertQuietAsync(SessionCluster cluster, OperatorUnderTest sut, CancellationToken cancellationToken)
    {
        await WakeAsync(cluster, sut, "first", cancellationToken);
        await WakeAsync(cluster, sut, "second", cancellationToken);
        var writes = Writes(cluster);
        await WakeAsync(cluster, sut, "third", cancellationToken);
        await WakeAsync(cluster, sut, "fourth", cancellationToken);
        Assert.That(Writes(cluster), Is.EqualTo(writes));
    }

    private static async Task WakeAsync(SessionCluster cluster, OperatorUnderTest sut, string annotation, CancellationToken cancellationToken)
    {
        var passes = sut.Reconciles.Total;
        await cluster.Client.PatchAsync<AgenticSession>(new(SessionCluster.Team, "s"), new MergePatch().Annotation(annotation, "wake"), cancellationToken);
        await sut.Log.WaitForAsync(_ => sut.Reconciles.Total > passes).WaitAsync(cancellationToken);
    }

    private static int Writes(SessionCluster cluster) => cluster.OperatorRequests.Count(request => request.Verb is "patch" or "create" or "delete");

    private static async Task SetStatusAsync(SessionCluster cluster, string session, string status, CancellationToken cancellationToken) =>
        await cluster.Client.PatchStatusAsync<AgenticSession>(
            new(SessionCluster.Team, session), new MergePatch().Set(System.Text.Json.Nodes.JsonNode.Parse(status), "status"), cancellationToken);

    /// <summary>Takes out of the definitions what keeps nonsense away: such as the definitions of another version would.</summary>
    private static string WithoutChecks(string definitions) => """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: agenticsessions.vteam.ambient-code}
        spec:
          group: vteam.ambient-code
          scope: Namespaced
          names: {kind: AgenticSession, listKind: AgenticSessionList, plural: agenticsessions, singular: agenticsession}
          versions:
          - name: v1alpha1
            served: true
            storage: true
            subresources: {status: {} }
            schema:
              openAPIV3Schema:
                type: object
                x-kubernetes-preserve-unknown-fields: true
        ---
        """ + "\n" + definitions[definitions.IndexOf("apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: projectsettings", StringComparison.Ordinal)..];
}
