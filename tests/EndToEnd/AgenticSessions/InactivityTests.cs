using KubeController.Client;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Sessions;
using Microsoft.Extensions.Time.Testing;
using static KubeController.EndToEnd.AgenticSessions.LifeCycleTests;

namespace KubeController.EndToEnd.AgenticSessions;

/// <summary>Sessions nobody talks to, on virtual time.</summary>
[CancelAfter(60_000)]
public sealed class InactivityTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Test]
    public async Task F01_IdleForItsTimeout_IsStoppedAtItsDeadline(CancellationToken cancellationToken)
    {
        var time = new FakeTimeProvider(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using var cluster = await SessionCluster.StartAsync(new(), cancellationToken, time);
        await using var sut = await StartAsync(cluster, cancellationToken);
        await cluster.CreateSessionAsync("s", cancellationToken, new() { InactivityTimeout = 3600 });
        var running = await cluster.WaitForPhaseAsync("s", "Running", cancellationToken);
        var start = Timestamps.Parse(running.Status!.StartTime)!.Value;
        await RunToAsync(time, start + Hour - TimeSpan.FromSeconds(5));
        await cluster.WaitForPhaseAsync("s", "Running", cancellationToken);

        var stopped = await cluster.WaitForPhaseAsync("s", "Stopped", cancellationToken);
        Assert.That(stopped.Status!.StoppedReason, Is.EqualTo("inactivity"));
        Assert.That(ReasonOf(stopped, Conditions.Ready), Is.EqualTo("InactivityTimeout"));
        Assert.That(Timestamps.Parse(stopped.Status.CompletionTime) - start, Is.InRange(Hour, Hour + TimeSpan.FromMinutes(2)));
        var served = await cluster.WaitForAsync("s", found => found.Annotation(Annotations.StopReason) is null, cancellationToken);
        Assert.That(served.Annotation(Annotations.DesiredPhase), Is.Null);
    }

    [Test]
    public async Task F01_ActivityMeanwhile_PutsTheDeadlineOff(CancellationToken cancellationToken)
    {
        var time = new FakeTimeProvider(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using var cluster = await SessionCluster.StartAsync(new(), cancellationToken, time);
        await using var sut = await StartAsync(cluster, cancellationToken);
        await cluster.CreateSessionAsync("s", cancellationToken, new() { InactivityTimeout = 3600 });
        await cluster.WaitForPhaseAsync("s", "Running", cancellationToken);
        await RunToAsync(time, time.GetUtcNow() + TimeSpan.FromMinutes(50));
        var activity = time.GetUtcNow();
        await cluster.Client.PatchStatusAsync<AgenticSession>(
            new(SessionCluster.Team, "s"), new MergePatch().Set(Timestamps.Format(activity), "status", "lastActivityTime"), cancellationToken);
        await cluster.WaitForAsync("s", found => found.Status?.LastActivityTime is not null, cancellationToken);
        await RunToAsync(time, activity + Hour - TimeSpan.FromSeconds(5));

        var stopped = await cluster.WaitForPhaseAsync("s", "Stopped", cancellationToken);
        Assert.That(Timestamps.Parse(stopped.Status!.CompletionTime) - activity, Is.GreaterThanOrEqualTo(Hour - TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task F01_ProjectsNewTimeout_CountsAtOnce(CancellationToken cancellationToken)
    {
        var time = new FakeTimeProvider(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using var cluster = await SessionCluster.StartAsync(new(), cancellationToken, time);
        await using var sut = await StartAsync(cluster, cancellationToken);
        await cluster.CreateSessionAsync("s", cancellationToken);
        await cluster.WaitForPhaseAsync("s", "Running", cancellationToken);
        await cluster.Server.ApplyAsync("""
            apiVersion: vteam.ambient-code/v1alpha1
            kind: ProjectSettings
            metadata: {name: projectsettings, namespace: team}
            spec: {groupAccess: [], inactivityTimeoutSeconds: 5}
            """, cancellationToken);
        var stopped = await cluster.WaitForPhaseAsync("s", "Stopped", cancellationToken);
        Assert.That(stopped.Status!.StoppedReason, Is.EqualTo("inactivity"));
    }

    [Test]
    public async Task F01_TimeoutZero_IsNever(CancellationToken cancellationToken)
    {
        var time = new FakeTimeProvider(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using var cluster = await SessionCluster.StartAsync(new(), cancellationToken, time);
        await using var sut = await StartAsync(cluster, cancellationToken);
        await cluster.CreateSessionAsync("never", cancellationToken, new() { InactivityTimeout = 0 });
        await cluster.CreateSessionAsync("later", cancellationToken, new() { InactivityTimeout = 3600 });
        await cluster.WaitForPhaseAsync("never", "Running", cancellationToken);
        await cluster.WaitForPhaseAsync("later", "Running", cancellationToken);
        await RunToAsync(time, time.GetUtcNow() + 3 * Hour);
        await cluster.WaitForPhaseAsync("later", "Stopped", cancellationToken);
        Assert.That((await cluster.Client.GetAsync<AgenticSession>(new(SessionCluster.Team, "never"), cancellationToken)).Status!.Phase, Is.EqualTo("Running"));
    }

    [Test]
    public async Task TokenOf45Minutes_IsRenewedAndNothingElseIsAsked(CancellationToken cancellationToken)
    {
        var time = new FakeTimeProvider(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using var cluster = await SessionCluster.StartAsync(new(), cancellationToken, time);
        await using var sut = await StartAsync(cluster, cancellationToken);
        await cluster.CreateSessionAsync("s", cancellationToken, new() { InactivityTimeout = 0 });
        var running = await cluster.WaitForPhaseAsync("s", "Running", cancellationToken);
        var first = running.Annotation(Annotations.TokenRefreshedAt);
        var calls = cluster.OperatorRequests.Count(request => request.Verb is not "list" and not "watch");
        await RunToAsync(time, time.GetUtcNow() + TimeSpan.FromSeconds((45 * 60) - 5));
        await cluster.WaitForAsync("s", found => found.Annotation(Annotations.TokenRefreshedAt) is { } renewed && renewed != first, cancellationToken);
        var renewal = cluster.OperatorRequests
            .Where(request => request.Verb is not "list" and not "watch")
            .Skip(calls)
            .Select(request => $"{request.Verb} {request.Resource}{request.Subresource}");
        Assert.That(renewal, Is.EqualTo(new[] { "create serviceaccountstoken", "patch secrets", "patch agenticsessions" }));
    }

    private static async Task<OperatorUnderTest> StartAsync(SessionCluster cluster, CancellationToken cancellationToken)
    {
        var starting = OperatorUnderTest.StartAsync(cluster, cancellationToken);
        await cluster.AwaitAsync(starting, cancellationToken);
        return await starting;
    }

    /// <summary>Lets time pass in steps, so that what is due in between happens in between.</summary>
    private static async Task RunToAsync(FakeTimeProvider time, DateTimeOffset moment)
    {
        while (time.GetUtcNow() < moment)
        {
            time.Advance(TimeSpan.FromSeconds(Math.Min(30, Math.Max(0.1, (moment - time.GetUtcNow()).TotalSeconds))));
            await Task.Yield();
        }
    }
}
