using System.Text.Json.Nodes;
using KubeController.Testing.Controllers.Pods;

namespace KubeController.Testing.Tests.Controllers;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PodMachineTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PodRunnerOptions _options = new();

    [Test]
    public void Advance_NoLatencies_BindsAndRunsAtOnce()
    {
        var machine = Create();

        var move = machine.Advance(Start);

        Assert.Multiple(() =>
        {
            Assert.That(move.BindTo, Is.EqualTo("node-1"));
            Assert.That(Phase(move), Is.EqualTo("Running"));
            Assert.That(Condition(move, "Ready")["status"]!.GetValue<string>(), Is.EqualTo("True"));
            Assert.That(State(move, "main")["running"]!["startedAt"]!.GetValue<string>(), Is.EqualTo("2026-01-01T00:00:00Z"));
            Assert.That(machine.Due, Is.Null);
        });
    }

    [Test]
    public void Advance_Latencies_ShowsEachStateInItsTime()
    {
        _options.ScheduleLatency = TimeSpan.FromSeconds(1);
        _options.StartLatency = TimeSpan.FromSeconds(2);
        var machine = Create();

        Assert.That(machine.Advance(Start).IsNothing, Is.True);
        Assert.That(machine.Due, Is.EqualTo(Start.AddSeconds(1)));

        var scheduled = machine.Advance(Start.AddSeconds(1));
        Assert.That(scheduled.BindTo, Is.EqualTo("node-1"));
        Assert.That(Phase(scheduled), Is.EqualTo("Pending"));
        Assert.That(State(scheduled, "main")["waiting"]!["reason"]!.GetValue<string>(), Is.EqualTo("ContainerCreating"));

        var running = machine.Advance(Start.AddSeconds(3));
        Assert.That(running.BindTo, Is.Null);
        Assert.That(Phase(running), Is.EqualTo("Running"));
    }

    [Test]
    public void Advance_OneOfTwoContainersEnds_PodKeepsRunning()
    {
        var machine = Create(new() { ["run-seconds"] = "3", ["exit-code"] = "2", ["message"] = "no credentials" }, sidecar: true);
        machine.Advance(Start);

        var move = machine.Advance(Start.AddSeconds(3));

        Assert.Multiple(() =>
        {
            Assert.That(Phase(move), Is.EqualTo("Running"));
            Assert.That(State(move, "main")["terminated"]!["exitCode"]!.GetValue<int>(), Is.EqualTo(2));
            Assert.That(State(move, "main")["terminated"]!["message"]!.GetValue<string>(), Is.EqualTo("no credentials"));
            Assert.That(State(move, "sidecar").ContainsKey("running"), Is.True);
            Assert.That(Condition(move, "Ready")["message"]!.GetValue<string>(), Is.EqualTo("containers with unready status: [main]"));
        });
    }

    [TestCase("0", "Succeeded", "Completed")]
    [TestCase("2", "Failed", "Error")]
    public void Advance_OnlyContainerEnds_PodEndsWithIt(string exitCode, string phase, string reason)
    {
        var machine = Create(new() { ["run-seconds"] = "1.5", ["exit-code"] = exitCode });
        machine.Advance(Start);

        var move = machine.Advance(Start.AddSeconds(2));

        Assert.That(Phase(move), Is.EqualTo(phase));
        Assert.That(State(move, "main")["terminated"]!["reason"]!.GetValue<string>(), Is.EqualTo(reason));
        Assert.That(machine.Due, Is.Null);
    }

    [Test]
    public void Advance_EndOOMKilled_ExitsWith137()
    {
        var machine = Create(new() { ["end"] = "OOMKilled" });
        machine.Advance(Start);

        var end = State(machine.Advance(Start.AddSeconds(1)), "main")["terminated"]!;

        Assert.That(end["exitCode"]!.GetValue<int>(), Is.EqualTo(137));
        Assert.That(end["reason"]!.GetValue<string>(), Is.EqualTo("OOMKilled"));
    }

    [Test]
    public void Advance_EndImagePullBackOff_ShowsErrImagePullFirst()
    {
        var machine = Create(new() { ["end"] = "ImagePullBackOff" });

        var first = machine.Advance(Start);
        var second = machine.Advance(Start.AddSeconds(1));

        Assert.Multiple(() =>
        {
            Assert.That(Phase(first), Is.EqualTo("Pending"));
            Assert.That(State(first, "main")["waiting"]!["reason"]!.GetValue<string>(), Is.EqualTo("ErrImagePull"));
            Assert.That(State(second, "main")["waiting"]!["reason"]!.GetValue<string>(), Is.EqualTo("ImagePullBackOff"));
            Assert.That(machine.Due, Is.Null);
        });
    }

    [Test]
    public void Advance_Unschedulable_SaysSoAndStays()
    {
        var machine = Create(new() { ["end"] = "Unschedulable" });

        var move = machine.Advance(Start);

        Assert.Multiple(() =>
        {
            Assert.That(move.BindTo, Is.Null);
            Assert.That(Phase(move), Is.EqualTo("Pending"));
            Assert.That(Condition(move, "PodScheduled")["reason"]!.GetValue<string>(), Is.EqualTo("Unschedulable"));
            Assert.That(machine.Due, Is.Null);
        });
    }

    [Test]
    public void Advance_InitContainers_RunOneAfterTheOtherFirst()
    {
        var machine = Create(new() { ["run-seconds.init-a"] = "1", ["run-seconds.init-b"] = "1" }, init: ["init-a", "init-b"]);

        var first = machine.Advance(Start);
        var second = machine.Advance(Start.AddSeconds(1));
        var running = machine.Advance(Start.AddSeconds(2));

        Assert.Multiple(() =>
        {
            Assert.That(Phase(first), Is.EqualTo("Pending"));
            Assert.That(State(first, "init-a", "initContainerStatuses").ContainsKey("running"), Is.True);
            Assert.That(State(first, "main")["waiting"]!["reason"]!.GetValue<string>(), Is.EqualTo("PodInitializing"));
            Assert.That(State(second, "init-b", "initContainerStatuses").ContainsKey("running"), Is.True);
            Assert.That(Phase(running), Is.EqualTo("Running"));
            Assert.That(Condition(running, "Initialized")["status"]!.GetValue<string>(), Is.EqualTo("True"));
        });
    }

    [Test]
    public void Advance_InitContainerFails_PodFails()
    {
        var machine = Create(new() { ["exit-code.init-a"] = "1" }, init: ["init-a"]);
        machine.Advance(Start);

        var move = machine.Advance(Start.AddSeconds(1));

        Assert.That(Phase(move), Is.EqualTo("Failed"));
        Assert.That(machine.Due, Is.Null);
    }

    [TestCase("2", 143, 2)]
    [TestCase("60", 137, 30)]
    public void Observe_Deletion_StopsWithinTheGrace(string stopSeconds, int exitCode, int endsAfter)
    {
        var machine = Create(new() { ["stop-seconds"] = stopSeconds });
        machine.Advance(Start);
        machine.Observe(Deleted(machine.Pod, Start.AddSeconds(30)), Start);

        Assert.That(machine.Advance(Start).Remove, Is.False);
        var move = machine.Advance(Start.AddSeconds(endsAfter));

        Assert.Multiple(() =>
        {
            Assert.That(State(move, "main")["terminated"]!["exitCode"]!.GetValue<int>(), Is.EqualTo(exitCode));
            Assert.That(move.Remove, Is.True);
        });
    }

    [Test]
    public void Observe_DeletionOfPodThatHasEnded_RemovesAtOnce()
    {
        var machine = Create(new() { ["run-seconds"] = "1" });
        machine.Advance(Start);
        machine.Advance(Start.AddSeconds(1));

        machine.Observe(Deleted(machine.Pod, Start.AddSeconds(32)), Start.AddSeconds(2));
        var move = machine.Advance(Start.AddSeconds(2));

        Assert.That(move, Is.EqualTo(new PodMove(null, null, Remove: true)));
    }

    [Test]
    public void Advance_RestartPolicyAlways_RestartsWithBackOff()
    {
        var machine = Create(new() { ["run-seconds"] = "1", ["exit-code"] = "1" }, restartPolicy: "Always");
        machine.Advance(Start);

        var restarted = machine.Advance(Start.AddSeconds(1));
        var crashed = machine.Advance(Start.AddSeconds(2));

        Assert.Multiple(() =>
        {
            Assert.That(State(restarted, "main").ContainsKey("running"), Is.True);
            Assert.That(Container(restarted, "main")["restartCount"]!.GetValue<int>(), Is.EqualTo(1));
            Assert.That(State(crashed, "main")["waiting"]!["reason"]!.GetValue<string>(), Is.EqualTo("CrashLoopBackOff"));
            Assert.That(Container(crashed, "main")["lastState"]!["terminated"]!["exitCode"]!.GetValue<int>(), Is.EqualTo(1));
            Assert.That(Phase(crashed), Is.EqualTo("Running"));
            Assert.That(machine.Due, Is.EqualTo(Start.AddSeconds(12)));
        });
    }

    [Test]
    public void Repeat_FailedMove_IsHandedOutAgainInItsTime()
    {
        var machine = Create();
        var move = machine.Advance(Start);
        machine.Repeat(move, Start.AddSeconds(1));

        Assert.That(machine.Due, Is.EqualTo(Start.AddSeconds(1)));
        Assert.That(machine.Advance(Start).IsNothing, Is.True);
        Assert.That(machine.Advance(Start.AddSeconds(1)).BindTo, Is.EqualTo("node-1"));
    }

    private static string? Phase(PodMove move) => move.Status!["phase"]!.GetValue<string>();

    private static JsonObject Container(PodMove move, string name, string field = "containerStatuses") =>
        move.Status![field]!.AsArray().Single(status => status!["name"]!.GetValue<string>() == name)!.AsObject();

    private static JsonObject State(PodMove move, string name, string field = "containerStatuses") => Container(move, name, field)["state"]!.AsObject();

    private static JsonObject Condition(PodMove move, string type) =>
        move.Status!["conditions"]!.AsArray().Single(condition => condition!["type"]!.GetValue<string>() == type)!.AsObject();

    private static JsonObject Deleted(JsonObject pod, DateTimeOffset graceEnd)
    {
        var deleted = pod.DeepClone().AsObject();
        deleted["metadata"]!["deletionTimestamp"] = PodStatus.Time(graceEnd);
        return deleted;
    }

    private PodMachine Create(Dictionary<string, string>? annotations = null, bool sidecar = false, string[]? init = null, string restartPolicy = "Never")
    {
        var containers = new JsonArray(Spec("main"));
        if (sidecar)
        {
            containers.Add(Spec("sidecar"));
        }

        var pod = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = "p",
                ["uid"] = "u",
                ["annotations"] = new JsonObject((annotations ?? []).Select(pair => KeyValuePair.Create<string, JsonNode?>(PodScript.AnnotationPrefix + pair.Key, pair.Value))),
            },
            ["spec"] = new JsonObject
            {
                ["restartPolicy"] = restartPolicy,
                ["containers"] = containers,
                ["initContainers"] = new JsonArray([.. (init ?? []).Select(Spec)]),
            },
        };
        return new PodMachine(pod, PodScript.FromAnnotations(pod), _options, new PodPlace("node-1", "10.0.0.1", "10.244.0.1"), Start);
    }

    private static JsonNode Spec(string name) => new JsonObject { ["name"] = name, ["image"] = "image:1" };
}
