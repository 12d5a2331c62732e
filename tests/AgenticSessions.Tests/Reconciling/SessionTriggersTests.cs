using k8s.Models;
using KubeController.AgenticSessions.Tests.Pods;
using KubeController.Informers;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Reconciling;
using KubeController.Samples.AgenticSessions.Sessions;
using static KubeController.AgenticSessions.Tests.SessionBuilder;

namespace KubeController.AgenticSessions.Tests.Reconciling;

public sealed class SessionTriggersTests
{
    [Test]
    public void F08_Pod_SamePhaseNewWaitingReason_Wakes() =>
        Assert.That(Matters(PodStatusMappingTests.Pod("Pending", PodStatusMappingTests.Waiting("ContainerCreating")), PodStatusMappingTests.Pod("Pending", PodStatusMappingTests.Waiting("ErrImagePull"))));

    [Test]
    public void F08_Pod_SamePhaseContainerTerminated_Wakes() =>
        Assert.That(Matters(PodStatusMappingTests.Pod("Running", PodStatusMappingTests.Running()), PodStatusMappingTests.Pod("Running", PodStatusMappingTests.Terminated(137, "OOMKilled"))));

    [Test]
    public void F08_Pod_UnrelatedChange_DoesNotWake()
    {
        var labelled = PodStatusMappingTests.Pod("Running", PodStatusMappingTests.Running());
        labelled.Metadata.Labels = Annotated(("x", "y"));
        Assert.That(Matters(PodStatusMappingTests.Pod("Running", PodStatusMappingTests.Running()), labelled), Is.False);
    }

    [Test]
    public void Session_OwnConditions_DoNotWake() => Assert.That(Matters(Session(phase: "Running"), Session(phase: "Running", conditions: [new() { Type = "Ready" }])), Is.False);

    [Test]
    public void Session_PhaseOrAnnotation_Wakes()
    {
        Assert.That(Matters(Session(phase: "Creating"), Session(phase: "Running")));
        Assert.That(Matters(Session(phase: "Running"), Session(phase: "Running", annotations: Annotated((Annotations.DesiredPhase, "Stopped")))));
    }

    [Test]
    public void Session_TimeThatCannotBeRead_Wakes()
    {
        var bad = Session(phase: "Running");
        bad.Status!.LastActivityTime = "just now";
        Assert.That(Matters(Session(phase: "Running"), bad));
        Assert.That(Matters(bad, bad), Is.False);
    }

    [Test]
    public void X_Namespace_BecomesManaged_WakesItsSessions()
    {
        var sessions = new Store<AgenticSession>([Session("a"), Session("b")]);
        var change = new ResourceChange<V1Namespace>(new(string.Empty, "team"), null, new() { Metadata = new() { Name = "team" } }, ChangeOrigin.Watch);
        Assert.That(SessionTriggers.SessionsOf(change, sessions).Select(key => key.ToString()), Is.EquivalentTo(new[] { "team/a", "team/b" }));
    }

    private static bool Matters(V1Pod before, V1Pod after) => SessionTriggers.Matters(new ResourceChange<V1Pod>(new("team", "s-runner"), before, after, ChangeOrigin.Watch));

    private static bool Matters(AgenticSession before, AgenticSession after)
    {
        (before.Metadata.Generation, after.Metadata.Generation) = (1, 1);
        return SessionTriggers.Matters(new ResourceChange<AgenticSession>(new("team", "s"), before, after, ChangeOrigin.Watch));
    }
}
