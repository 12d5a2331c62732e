using k8s.Models;
using KubeController.Client;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Sessions;
using KubeController.Samples.AgenticSessions.Status;
using KubeController.Testing;

namespace KubeController.EndToEnd.AgenticSessions;

/// <summary>What becomes of a session, from its creation to each of its ends.</summary>
[CancelAfter(60_000)]
public sealed class LifeCycleTests
{
    [Test]
    public async Task Start_FirstTime_RunsAfterAtMost14CallsAndThenMakesNone(CancellationToken cancellationToken)
    {
        await using var cluster = await SessionCluster.StartAsync(new(), cancellationToken);
        await using var sut = await OperatorUnderTest.StartAsync(cluster, cancellationToken);
        await cluster.CreateSessionAsync("blog", cancellationToken);
        var session = await cluster.WaitForPhaseAsync("blog", "Running", cancellationToken);

        // One more pass, woken by an annotation of no meaning to the operator: it has nothing to write, and nothing to ask.
        var passes = sut.Reconciles.Of(SessionPhase.Running);
        await cluster.Client.PatchAsync<AgenticSession>(new(SessionCluster.Team, "blog"), new MergePatch().Annotation("any", "thing"), cancellationToken);
        await cluster.AwaitAsync(sut.Log.WaitForAsync(_ => sut.Reconciles.Of(SessionPhase.Running) > passes), cancellationToken);

        var calls = cluster.OperatorRequests
            .Where(request => request.Verb is not "list" and not "watch")
            .Select(request => $"{request.Verb} {request.Resource}/{request.Subresource} {request.Code}")
            .ToList();
        TestContext.Out.WriteLine(string.Join(Environment.NewLine, calls));
        Assert.That(calls, Has.Count.LessThanOrEqualTo(14));
        Assert.That(session.Status!.Conditions.IsTrue(Conditions.Ready));
    }

    [TestCase(0, null, "Completed", "Completed")]
    [TestCase(2, null, "Failed", "PrerequisiteFailed")]
    [TestCase(137, "OOMKilled", "Failed", "RunnerExit")]
    [TestCase(143, null, "Failed", "RunnerExit")]
    public async Task F02_RunnerEndsWhileRunning_SessionEndsAndItsPodIsGoneForGood(int exitCode, string? reason, string phase, string expected, CancellationToken cancellationToken)
    {
        var runner = new ContainerScript { RunFor = TimeSpan.FromMilliseconds(500), ExitCode = exitCode, Reason = reason };
        await using var cluster = await SessionCluster.StartAsync(ClusterSetup.WithRunner(runner), cancellationToken);
        await using var sut = await OperatorUnderTest.StartAsync(cluster, cancellationToken);
        await cluster.CreateSessionAsync("s", cancellationToken);
        await cluster.WaitForPhaseAsync("s", "Running", cancellationToken);
        var session = await cluster.WaitForPhaseAsync("s", phase, cancellationToken);
        await cluster.WaitUntilPodIsGoneAsync("s-runner", cancellationToken);

        Assert.That(ReasonOf(session, Conditions.Ready), Is.EqualTo(expected));
        Assert.That(Timestamps.Parse(session.Status!.CompletionTime), Is.Not.Null);

        // The operator asks for the removal of the service before that of the pod: it went first.
        Assert.That(await cluster.Client.ListAsync<V1Service>(new() { Namespace = SessionCluster.Team }, cancellationToken), Is.Empty);
        Assert.That(CountOf(cluster, "create", "pods"), Is.EqualTo(1));
        Assert.That((await cluster.Client.GetAsync<AgenticSession>(new(SessionCluster.Team, "s"), cancellationToken)).Status!.Phase, Is.EqualTo(phase));
    }

    [Test]
    public async Task Start_ImageCannotBePulled_Fails(CancellationToken cancellationToken)
    {
        await using var cluster = await SessionCluster.StartAsync(ClusterSetup.WithRunner(new() { NeverStarts = "ImagePullBackOff" }), cancellationToken);
        await using var sut = await OperatorUnderTest.StartAsync(cluster, cancellationToken);
        await cluster.CreateSessionAsync("s", cancellationToken);
        var session = await cluster.WaitForPhaseAsync("s", "Failed", cancellationToken);
        Assert.That(ReasonOf(session, Conditions.Ready), Is.AnyOf("ErrImagePull", "ImagePullBackOff"));
        await cluster.WaitUntilPodIsGoneAsync("s-runner", cancellationToken);
    }

    [Test]
    public async Task X_Start_ImageOfTheInitContainerCannotBePulled_FailsInsteadOfWaitingForEver(CancellationToken cancellationToken)
    {
        var script = new PodScript { Containers = new Dictionary<string, ContainerScript> { ["init-hydrate"] = new() { NeverStarts = "ImagePullBackOff" } } };
        await using var cluster = await SessionCluster.StartAsync(new() { Script = _ => script }, cancellationToken);
        await using var sut = await OperatorUnderTest.StartAsync(cluster, cancellationToken);
        await cluster.CreateSessionAsync("s", cancellationToken);
        var session = await cluster.WaitForPhaseAsync("s", "Failed", cancellationToken);
        Assert.That(session.Status!.Conditions.Find(Conditions.Ready)!.Message, Does.Contain("init-hydrate"));
    }

    [Test]
    public async Task Stop_ByTheUser_StopsAndServesTheRequest(CancellationToken cancellationToken)
    {
        await using var cluster = await SessionCluster.StartAsync(new(), cancellationToken);
        await using var sut = await OperatorUnderTest.StartAsync(cluster, cancellationToken);
        await cluster.CreateSessionAsync("s", cancellationToken);
        await cluster.WaitForPhaseAsync("s", "Running", cancellationToken);
        await cluster.AskAsync("s", "Stopped", cancellationToken);
        var session = await cluster.WaitForAsync("s", found => found.Status?.Phase == "Stopped" && found.Annotation(Annotations.DesiredPhase) is null, cancellationToken);
        Assert.That(session.Status!.StoppedReason, Is.EqualTo("user"));
        foreach (var condition in new[] { Conditions.Ready, Conditions.PodCreated, Conditions.RunnerStarted })
        {
            Assert.That(ReasonOf(session, condition), Is.EqualTo("UserStopped"), condition);
        }
    }

    [Test]
    public async Task X_Stop_WhileNoNodeTakesThePod_Stops(CancellationToken cancellationToken)
    {
        await using var cluster = await SessionCluster.StartAsync(new() { Script = _ => new() { Unschedulable = "0/1 nodes are available" } }, cancellationToken);
        await using var sut = await OperatorUnderTest.StartAsync(cluster, cancellationToken);
        await cluster.CreateSessionAsync("s", cancellationToken);
        var waiting = await cluster.WaitForAsync("s", found => found.Status?.Conditions.Find(Conditions.PodScheduled) is not null, cancellationToken);
        Assert.That((waiting.Status!.Phase, ReasonOf(waiting, Conditions.PodScheduled)), Is.EqualTo(("Creating", "Unschedulable")));
        await cluster.AskAsync("s", "Stopped", cancellationToken);
        await cluster.WaitForPhaseAsync("s", "Stopped", cancellationToken);
    }

    [Test]
    public async Task X_Restart_AfterAStop_StartsANewPodWithANewTokenAndResumes(CancellationToken cancellationToken)
    {
        await using var cluster = await SessionCluster.StartAsync(new(), cancellationToken);
        await using var sut = await OperatorUnderTest.StartAsync(cluster, cancellationToken);
        await cluster.CreateSessionAsync("s", cancellationToken);
        await cluster.WaitForPhaseAsync("s", "Running", cancellationToken);
        var first = await cluster.Client.GetAsync<V1Pod>(new(SessionCluster.Team, "s-runner"), cancellationToken);
        await cluster.AskAsync("s", "Stopped", cancellationToken);
        await cluster.WaitForPhaseAsync("s", "Stopped", cancellationToken);
        await cluster.AskAsync("s", "Running", cancellationToken);
        var session = await cluster.WaitForAsync("s", found => found.Status?.Phase == "Running" && found.Annotation(Annotations.DesiredPhase) is null, cancellationToken);

        var second = await cluster.Client.GetAsync<V1Pod>(new(SessionCluster.Team, "s-runner"), cancellationToken);
        Assert.That(second.Metadata.Uid, Is.Not.EqualTo(first.Metadata.Uid));
        Assert.That(ResumeOf(first), Is.Null);
        Assert.That(ResumeOf(second), Is.EqualTo("true"));
        Assert.That(session.Status!.Conditions.IsTrue(Conditions.Ready) && session.Status!.Conditions.IsTrue(Conditions.RunnerStarted));
        Assert.That((session.Status.CompletionTime, session.Status.StoppedReason), Is.EqualTo(((string?)null, (string?)null)));
        Assert.That(session.Annotation(Annotations.StartRequestedAt), Is.Null);
    }

    [Test]
    public async Task Delete_PodOfARunningSession_StartsItAnew(CancellationToken cancellationToken)
    {
        await using var cluster = await SessionCluster.StartAsync(new(), cancellationToken);
        await using var sut = await OperatorUnderTest.StartAsync(cluster, cancellationToken);
        await cluster.CreateSessionAsync("s", cancellationToken);
        await cluster.WaitForPhaseAsync("s", "Running", cancellationToken);
        var first = await cluster.Client.GetAsync<V1Pod>(new(SessionCluster.Team, "s-runner"), cancellationToken);
        await cluster.Client.DeleteAsync<V1Pod>(new(SessionCluster.Team, "s-runner"), cancellationToken: cancellationToken);
        await cluster.WaitForPodAsync("s-runner", pod => pod.Metadata.Uid != first.Metadata.Uid, cancellationToken);
        await cluster.WaitForPhaseAsync("s", "Running", cancellationToken);
    }

    [Test]
    public async Task Delete_Session_TakesEverythingAlong(CancellationToken cancellationToken)
    {
        await using var cluster = await SessionCluster.StartAsync(new(), cancellationToken);
        await using var sut = await OperatorUnderTest.StartAsync(cluster, cancellationToken);
        await cluster.CreateSessionAsync("s", cancellationToken);
        await cluster.WaitForPhaseAsync("s", "Running", cancellationToken);
        await cluster.Client.DeleteAsync<AgenticSession>(new(SessionCluster.Team, "s"), cancellationToken: cancellationToken);
        await cluster.WaitUntilPodIsGoneAsync("s-runner", cancellationToken);
        Assert.That(CountOf(cluster, "create", "pods"), Is.EqualTo(1));
    }

    internal static string? ReasonOf(AgenticSession session, string condition) => session.Status?.Conditions.Find(condition)?.Reason;

    internal static int CountOf(SessionCluster cluster, string verb, string resource) =>
        cluster.OperatorRequests.Count(request => request.Verb == verb && request.Resource == resource && request.Subresource.Length == 0);

    private static string? ResumeOf(V1Pod pod) => pod.Spec.Containers[0].Env.FirstOrDefault(variable => variable.Name == "IS_RESUME")?.Value;
}
