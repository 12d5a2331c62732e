using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeController.Testing.Controllers.Pods;

/// <summary>Writes down what a node reports of a pod.</summary>
internal static class PodStatus
{
    public static JsonObject Of(PodMachine machine, DateTimeOffset at)
    {
        var status = new JsonObject { ["phase"] = Phase(machine), ["conditions"] = PodConditions.Of(machine, at) };
        if (machine.AcceptedAt is not { } acceptedAt)
        {
            return status;
        }

        status["hostIP"] = machine.Place.HostIp;
        status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = machine.Place.HostIp });
        status["podIP"] = machine.Place.PodIp;
        status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = machine.Place.PodIp });
        status["startTime"] = Time(acceptedAt);
        if (machine.InitContainers.Count > 0)
        {
            status["initContainerStatuses"] = Containers(machine, machine.InitContainers, isInit: true);
        }

        status["containerStatuses"] = Containers(machine, machine.Containers, isInit: false);
        return status;
    }

    public static string Phase(PodMachine machine)
    {
        if (machine.InitContainers.Any(run => run.Termination?.ExitCode > 0))
        {
            return "Failed";
        }

        // A container that restarts has run; one that waits without ever having run keeps the pod pending.
        if (machine.Stage < PodStage.Started || machine.Containers.Any(run => run.State is ContainerState.Waiting && run.LastTermination is null))
        {
            return machine.Stage == PodStage.Stopped ? "Failed" : "Pending";
        }

        if (machine.Containers.Any(run => run.Termination is null))
        {
            return "Running";
        }

        return machine.Containers.All(run => run.Termination!.ExitCode == 0) ? "Succeeded" : "Failed";
    }

    /// <summary>A time as the API writes it: UTC, whole seconds.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static JsonArray Containers(PodMachine machine, IReadOnlyList<ContainerRun> runs, bool isInit) =>
        new([.. runs.Select(run => Container(machine, run, isInit))]);

    private static JsonObject Container(PodMachine machine, ContainerRun run, bool isInit)
    {
        var hasRun = run.State is not ContainerState.Waiting || run.LastTermination is not null;
        var status = new JsonObject
        {
            ["name"] = run.Name,
            ["image"] = run.Image,
            ["imageID"] = hasRun ? $"{run.Image}@sha256:{new string('0', 64)}" : "",
            ["ready"] = isInit ? run.Termination?.ExitCode == 0 : run.IsRunning,
            ["started"] = run.IsRunning,
            ["restartCount"] = run.Restarts,
            ["state"] = State(machine, run, run.State),
            ["lastState"] = run.LastTermination is null ? new JsonObject() : State(machine, run, run.LastTermination),
        };
        if (hasRun)
        {
            status["containerID"] = ContainerId(machine, run);
        }

        return status;
    }

    private static JsonObject State(PodMachine machine, ContainerRun run, ContainerState state) => state switch
    {
        ContainerState.Running running => new JsonObject { ["running"] = new JsonObject { ["startedAt"] = Time(running.Since) } },
        ContainerState.Terminated end => new JsonObject
        {
            ["terminated"] = WithMessage(
                new JsonObject
                {
                    ["exitCode"] = end.ExitCode,
                    ["reason"] = end.Reason,
                    ["startedAt"] = Time(end.Started),
                    ["finishedAt"] = Time(end.Finished),
                    ["containerID"] = ContainerId(machine, run),
                },
                end.Message),
        },
        ContainerState.Waiting waiting => new JsonObject { ["waiting"] = WithMessage(new JsonObject { ["reason"] = waiting.Reason }, waiting.Message) },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static JsonObject WithMessage(JsonObject state, string? message)
    {
        if (message is not null)
        {
            state["message"] = message;
        }

        return state;
    }

    private static string ContainerId(PodMachine machine, ContainerRun run) =>
        $"testing://{machine.Pod["metadata"]!["uid"]}/{run.Name}/{run.Restarts}";
}
