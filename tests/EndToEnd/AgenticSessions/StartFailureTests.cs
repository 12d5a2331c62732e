using k8s.Models;
using KubeController.Client;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Sessions;
using KubeController.Samples.AgenticSessions.Status;
using Microsoft.Extensions.Logging;
using static KubeController.EndToEnd.AgenticSessions.LifeCycleTests;

namespace KubeController.EndToEnd.AgenticSessions;

/// <summary>What goes wrong while a session starts, and what becomes of it.</summary>
[CancelAfter(60_000)]
public sealed class StartFailureTests
{
    [Test]
    public async Task X_RunnerSecretMissing_FailsOnceAndStartsAfterwardsWithItsPrompt(CancellationToken cancellationToken)
    {
        await using var cluster = await SessionCluster.StartAsync(new() { HasRunnerSecret = false }, cancellationToken);
        await using var sut = await OperatorUnderTest.StartAsync(cluster, cancellationToken);
        await cluster.CreateSessionAsync("s", cancellationToken);
        await cluster.AskAsync("s", "Running", cancellationToken);
        var failed = await cluster.WaitForAsync("s", found => found.Status?.Phase == "Failed", cancellationToken);
        Assert.That((ReasonOf(failed, Conditions.Ready), ReasonOf(failed, Conditions.SecretsReady)), Is.EqualTo(("RunnerSecretMissing", "RunnerSecretMissing")));
        Assert.That(Timestamps.Parse(failed.Status!.CompletionTime), Is.Not.Null);

        await cluster.CreateRunnerSecretAsync(SessionCluster.Team, cancellationToken);
        await cluster.AskAsync("s", "Running", cancellationToken);
        var running = await cluster.WaitForPhaseAsync("s", "Running", cancellationToken);
        Assert.That(running.Status!.Conditions.IsTrue(Conditions.SecretsReady));
        var pod = await cluster.Client.GetAsync<V1Pod>(new(SessionCluster.Team, "s-runner"), cancellationToken);
        Assert.That(pod.Spec.Containers[0].Env.Select(variable => variable.Name), Has.None.EqualTo("IS_RESUME"));
    }

    [Test]
    public async Task F05_RunnerSecretUnreadableForAWhile_StartsAndWasNeverCalledMissing(CancellationToken cancellationToken)
    {
        var setup = new ClusterSetup();
        setup.FailFirst(2, 500, request => request is { Verb: "get", Resource: "secrets", Name: "ambient-runner-secrets" });
        await using var cluster = await SessionCluster.StartAsync(setup, cancellationToken);
        await using var sut = await OperatorUnderTest.StartAsync(cluster, cancellationToken);
        await cluster.CreateSessionAsync("s", cancellationToken);
        await cluster.WaitForPhaseAsync("s", "Running", cancellationToken);
        Assert.That(sut.Log.Lines.Where(line => line.Contains("SecretCheckFailed", StringComparison.Ordinal)), Is.Not.Empty);
        Assert.That(sut.Log.Lines.Where(line => line.Contains("RunnerSecretMissing", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task F07_TokenSecretUnreadable_NoPodIsStarted(CancellationToken cancellationToken)
    {
        var setup = new ClusterSetup();
        setup.FailFirst(int.MaxValue, 500, request => request is { Verb: "get", Resource: "secrets", Name: "ambient-runner-token-s" });
        await using var cluster = await SessionCluster.StartAsync(setup, cancellationToken);
        await using var sut = await OperatorUnderTest.StartAsync(cluster, cancellationToken);
        await cluster.CreateSessionAsync("s", cancellationToken);
        var waiting = await cluster.WaitForAsync("s", found => ReasonOf(found, Conditions.SecretsReady) == "SecretCheckFailed", cancellationToken);
        Assert.That(waiting.PhaseOf(), Is.EqualTo(SessionPhase.Pending));
        Assert.That(CountOf(cluster, "create", "pods"), Is.Zero);

        setup.Fault = _ => null;
        await cluster.WaitForPhaseAsync("s", "Running", cancellationToken);
    }

    [Test]
    public async Task X_Role_ComesBeforeItsBinding_WhichAServerRefusesWithoutIt(CancellationToken cancellationToken)
    {
        var setup = new ClusterSetup();
        setup.FailFirst(int.MaxValue, 500, request => request is { Verb: "create", Resource: "roles" });
        await using var cluster = await SessionCluster.StartAsync(setup, cancellationToken);
        await using var sut = await OperatorUnderTest.StartAsync(cluster, cancellationToken);
        await cluster.CreateSessionAsync("s", cancellationToken);
        await cluster.WaitForAsync("s", found => ReasonOf(found, Conditions.Ready) == "TokenProvisionFailed", cancellationToken);
        Assert.That(CountOf(cluster, "create", "rolebindings"), Is.Zero);

        setup.Fault = _ => null;
        await cluster.WaitForPhaseAsync("s", "Running", cancellationToken);
    }

    [Test]
    public async Task F04_TokenForbidden_FailsWithWhatTheServerSays(CancellationToken cancellationToken)
    {
        var setup = new ClusterSetup();
        setup.FailFirst(int.MaxValue, 403, request => request is { Resource: "serviceaccounts", Subresource: "token" });
        await using var cluster = await SessionCluster.StartAsync(setup, cancellationToken);
        await using var sut = await OperatorUnderTest.StartAsync(cluster, cancellationToken);
        await cluster.CreateSessionAsync("s", cancellationToken);
        var failed = await cluster.WaitForPhaseAsync("s", "Failed", cancellationToken);
        var ready = failed.Status!.Conditions.Find(Conditions.Ready)!;
        Assert.That(ready.Reason, Is.EqualTo("TokenProvisionFailed"));
        Assert.That(ready.Message, Does.StartWith("Provisioning the runner's token failed: ").And.Contain("403 Forbidden"));
        Assert.That(sut.Log.Of(LogLevel.Error).Single(), Does.Contain("TokenProvisionFailed").And.Contain("ForbiddenException"));
        Assert.That(CountOf(cluster, "create", "pods"), Is.Zero);
    }

    [TestCase(500, "roles")]
    [TestCase(409, "rolebindings")]
    [TestCase(500, "secrets")]
    [TestCase(500, "networkpolicies")]
    [TestCase(500, "pods")]
    [TestCase(403, "pods")]
    [TestCase(500, "services")]
    public async Task F03_WriteFailsForAWhile_StaysPendingAndStartsLater(int code, string resource, CancellationToken cancellationToken)
    {
        var setup = new ClusterSetup();
        setup.FailFirst(2, code, request => request is { Verb: "create" } && request.Resource == resource);
        await using var cluster = await SessionCluster.StartAsync(setup, cancellationToken);
        await using var sut = await OperatorUnderTest.StartAsync(cluster, cancellationToken);
        await cluster.CreateSessionAsync("s", cancellationToken);
        await cluster.WaitForPhaseAsync("s", "Running", cancellationToken);
        Assert.That(sut.Log.Lines.Where(line => line.Contains("to Failed", StringComparison.Ordinal)), Is.Empty);
        Assert.That(sut.Log.Of(LogLevel.Warning), Is.Not.Empty);
    }

    [Test]
    public async Task F23_PodAlreadyThere_WinsOverMissingSecrets(CancellationToken cancellationToken)
    {
        // The pod was made, and the operator died before it could say so; the secret went meanwhile.
        var setup = new ClusterSetup();
        setup.FailFirst(int.MaxValue, 500, request => request is { Verb: "patch", Resource: "agenticsessions" });
        await using var cluster = await SessionCluster.StartAsync(setup, cancellationToken);
        await using (var first = await OperatorUnderTest.StartAsync(cluster, cancellationToken))
        {
            await cluster.CreateSessionAsync("s", cancellationToken);
            await cluster.WaitForPodAsync("s-runner", _ => true, cancellationToken);
            first.Kill();
        }

        await cluster.Client.DeleteAsync<V1Secret>(new(SessionCluster.Team, "ambient-runner-secrets"), cancellationToken: cancellationToken);
        setup.Fault = _ => null;
        await using var second = await OperatorUnderTest.StartAsync(cluster, cancellationToken);
        var running = await cluster.WaitForPhaseAsync("s", "Running", cancellationToken);
        Assert.That(ReasonOf(running, Conditions.PodCreated), Is.EqualTo("PodExists"));
        Assert.That(CountOf(cluster, "create", "pods"), Is.EqualTo(1));
        Assert.That(running.Status!.Conditions.Find(Conditions.SecretsReady)?.Status, Is.Not.EqualTo("False"));
    }

    [Test]
    public async Task F09_StopWhileACallHangs_EndsPromptlyAndNothingIsCalledFailed(CancellationToken cancellationToken)
    {
        var setup = new ClusterSetup { Fault = request => request is { Subresource: "token" } ? new() { Latency = TimeSpan.FromMinutes(10) } : null };
        await using var cluster = await SessionCluster.StartAsync(setup, cancellationToken);
        await using (var first = await OperatorUnderTest.StartAsync(cluster, cancellationToken))
        {
            await cluster.CreateSessionAsync("s", cancellationToken);
            while (CountOf(cluster, "create", "rolebindings") == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancellationToken);
            }

            await first.StopAsync(cancellationToken);
            Assert.That(first.Log.Of(LogLevel.Error), Is.Empty);
        }

        var session = await cluster.Client.GetAsync<AgenticSession>(new(SessionCluster.Team, "s"), cancellationToken);
        Assert.That(session.PhaseOf(), Is.EqualTo(SessionPhase.Pending));
        setup.Fault = _ => null;
        await using var second = await OperatorUnderTest.StartAsync(cluster, cancellationToken);
        await cluster.WaitForPhaseAsync("s", "Running", cancellationToken);
    }

    [Test]
    public async Task X_NamespaceLabelledLater_WakesItsSessions(CancellationToken cancellationToken)
    {
        await using var cluster = await SessionCluster.StartAsync(new() { IsManaged = false }, cancellationToken);
        await using var sut = await OperatorUnderTest.StartAsync(cluster, cancellationToken);
        await cluster.CreateSessionAsync("s", cancellationToken);
        await sut.Log.WaitForAsync(line => line.Contains("reconciled team/s", StringComparison.Ordinal)).WaitAsync(cancellationToken);
        Assert.That(cluster.OperatorRequests.Where(request => request.Verb is not "list" and not "watch"), Is.Empty);
        await cluster.Client.PatchAsync<V1Namespace>(new(string.Empty, SessionCluster.Team), new MergePatch().Label(Labels.Managed, "true"), cancellationToken);
        await cluster.WaitForPhaseAsync("s", "Running", cancellationToken);
    }
}
