using k8s.Models;
using KubeController.Samples.AgenticSessions.Pods;
using KubeController.Samples.AgenticSessions.Sessions;

namespace KubeController.AgenticSessions.Tests.Pods;

public sealed class PodStatusMappingTests
{
    private static readonly DateTime Noon = new(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);

    [Test]
    public void Map_NoPod_IsAbsent() => Assert.That(PodStatusMapping.Map(null).Outlook, Is.EqualTo(PodOutlook.Absent));

    [Test]
    public void Map_NewPod_Waits() => Assert.That(PodStatusMapping.Map(new V1Pod()).Outlook, Is.EqualTo(PodOutlook.Waiting));

    [TestCase("Succeeded", "Completed", "Completed")]
    [TestCase("Failed", "Failed", "PodFailed")]
    public void Map_PodPhase_Decides(string podPhase, string outlook, string reason)
    {
        var verdict = PodStatusMapping.Map(Pod(podPhase));
        Assert.That((verdict.Outlook.ToString(), verdict.Reason), Is.EqualTo((outlook, reason)));
    }

    [Test]
    public void Map_RunnerRunning_IsRunning()
    {
        var verdict = PodStatusMapping.Map(Pod("Running", Running(), Sidecar()));
        Assert.That(verdict, Is.EqualTo(new PodVerdict(PodOutlook.Running, "Running", "The runner is running.", RunnerHasStarted: true)));
    }

    [TestCase("ImagePullBackOff")]
    [TestCase("ErrImagePull")]
    [TestCase("CrashLoopBackOff")]
    [TestCase("CreateContainerConfigError")]
    [TestCase("InvalidImageName")]
    public void Map_RunnerCannotStart_FailsWithItsReason(string reason)
    {
        var verdict = PodStatusMapping.Map(Pod("Pending", Waiting(reason, "no such image")));
        Assert.That((verdict.Outlook, verdict.Reason), Is.EqualTo((PodOutlook.Failed, reason)));
        Assert.That(verdict.Message, Does.Contain("no such image"));
        Assert.That(verdict.RunnerHasStarted, Is.False);
    }

    [TestCase("ContainerCreating")]
    [TestCase("PodInitializing")]
    public void Map_RunnerWaitsForAnotherReason_Waits(string reason) =>
        Assert.That(PodStatusMapping.Map(Pod("Pending", Waiting(reason))).Outlook, Is.EqualTo(PodOutlook.Waiting));

    [TestCase(0, "Completed", "Completed")]
    [TestCase(2, "Failed", "PrerequisiteFailed")]
    [TestCase(1, "Failed", "RunnerExit")]
    [TestCase(143, "Failed", "RunnerExit")]
    public void F02_Map_RunnerEndsWhileTheSidecarKeepsThePodRunning_TheRunnerCounts(int exitCode, string outlook, string reason)
    {
        var verdict = PodStatusMapping.Map(Pod("Running", Terminated(exitCode), Sidecar()));
        Assert.That((verdict.Outlook.ToString(), verdict.Reason), Is.EqualTo((outlook, reason)));
        Assert.That(verdict.RunnerHasStarted);
    }

    [Test]
    public void Map_RunnerOutOfMemory_SaysCodeAndReason()
    {
        var verdict = PodStatusMapping.Map(Pod("Running", Terminated(137, "OOMKilled"), Sidecar()));
        Assert.That(verdict.Message, Is.EqualTo("The runner ended with exit code 137 (OOMKilled)."));
    }

    [Test]
    public void X_Map_InitContainerCannotPullItsImage_FailsInsteadOfWaitingForEver()
    {
        var pod = Pod("Pending", Waiting("PodInitializing"));
        pod.Status.InitContainerStatuses = [Waiting("ImagePullBackOff", "gone", "init-hydrate")];
        var verdict = PodStatusMapping.Map(pod);
        Assert.That((verdict.Outlook, verdict.Reason), Is.EqualTo((PodOutlook.Failed, "ImagePullBackOff")));
        Assert.That(verdict.Message, Does.Contain("init-hydrate"));
    }

    [Test]
    public void X_Map_TerminatingPod_IsNeitherRunningNorFailed()
    {
        var running = Deleting(Pod("Running", Running()), Noon.AddSeconds(60), 60);
        var killed = Deleting(Pod("Failed", Terminated(143, finished: Noon.AddSeconds(2))), Noon.AddSeconds(60), 60);
        Assert.That(PodStatusMapping.Map(running).Outlook, Is.EqualTo(PodOutlook.Terminating));
        Assert.That(PodStatusMapping.Map(killed).Outlook, Is.EqualTo(PodOutlook.Terminating));
    }

    [Test]
    public void F02_Map_FinishedBeforeItsDeletionWasAskedFor_IsCompleted()
    {
        var pod = Deleting(Pod("Succeeded", Terminated(0, finished: Noon.AddSeconds(-5))), Noon.AddSeconds(60), 60);
        Assert.That(PodStatusMapping.Map(pod).Outlook, Is.EqualTo(PodOutlook.Completed));
    }

    [Test]
    public void Map_NodeName_IsScheduled()
    {
        var pod = Pod("Pending");
        pod.Spec = new() { NodeName = "n1", Containers = [] };
        Assert.That(PodStatusMapping.Map(pod).Scheduled, Is.EqualTo(new Samples.AgenticSessions.Status.ConditionChange(Conditions.PodScheduled, true, "Scheduled", "The pod is on node 'n1'.")));
    }

    [Test]
    public void Map_Unschedulable_PassesOnWhatTheSchedulerSays()
    {
        var pod = Pod("Pending");
        pod.Status.Conditions = [new() { Type = "PodScheduled", Status = "False", Reason = "Unschedulable", Message = "0/3 nodes" }];
        var verdict = PodStatusMapping.Map(pod);
        Assert.That(verdict.Outlook, Is.EqualTo(PodOutlook.Waiting));
        Assert.That(verdict.Scheduled, Is.EqualTo(new Samples.AgenticSessions.Status.ConditionChange(Conditions.PodScheduled, false, "Unschedulable", "0/3 nodes")));
    }

    [Test]
    public void Map_PodFailedWithFailingInitContainer_TheInitContainerIsNamed()
    {
        var pod = Pod("Failed");
        pod.Status.Message = "Pod failed somehow";
        pod.Status.InitContainerStatuses = [new() { Name = "init-hydrate", State = new() { Terminated = new() { ExitCode = 3, Message = "no bucket" } } }];
        Assert.That(PodStatusMapping.Map(pod).Message, Is.EqualTo("Init container 'init-hydrate' ended with exit code 3: no bucket"));
    }

    [Test]
    public void Map_PodFailedWithReasonPodFailedOnly_TheContainerIsNamed()
    {
        var pod = Pod("Failed", Terminated(1));
        pod.Status.Reason = "PodFailed";
        Assert.That(PodStatusMapping.Map(pod).Message, Is.EqualTo("Container 'ambient-code-runner' ended with exit code 1."));
    }

    [Test]
    public void Map_PodFailedSilently_SaysSo() => Assert.That(PodStatusMapping.Map(Pod("Failed")).Message, Is.EqualTo("The pod failed, and does not say why."));

    internal static V1Pod Pod(string phase, params V1ContainerStatus[] containers) => new()
    {
        Metadata = new() { Name = "s-runner", NamespaceProperty = "team" },
        Status = new() { Phase = phase, ContainerStatuses = containers },
    };

    internal static V1ContainerStatus Running() => new() { Name = PodStatusMapping.RunnerContainer, State = new() { Running = new() { StartedAt = Noon } } };

    internal static V1ContainerStatus Sidecar() => new() { Name = "state-sync", State = new() { Running = new() { StartedAt = Noon } } };

    internal static V1ContainerStatus Waiting(string reason, string? message = null, string name = PodStatusMapping.RunnerContainer) =>
        new() { Name = name, State = new() { Waiting = new() { Reason = reason, Message = message } } };

    internal static V1ContainerStatus Terminated(int exitCode, string? reason = null, DateTime? finished = null) =>
        new() { Name = PodStatusMapping.RunnerContainer, State = new() { Terminated = new() { ExitCode = exitCode, Reason = reason, FinishedAt = finished ?? Noon } } };

    private static V1Pod Deleting(V1Pod pod, DateTime deadline, long grace)
    {
        pod.Metadata.DeletionTimestamp = deadline;
        pod.Metadata.DeletionGracePeriodSeconds = grace;
        return pod;
    }
}
