using System.Text.Json.Nodes;

namespace KubeController.Testing.Controllers.Pods;

/// <summary>The conditions of a pod. Those that others wrote stay; the time of one changes only with its status.</summary>
internal static class PodConditions
{
    public static JsonArray Of(PodMachine machine, DateTimeOffset at)
    {
        var conditions = (machine.Pod["status"]?["conditions"] as JsonArray)?.DeepClone().AsArray() ?? [];
        if (machine.AcceptedAt is null)
        {
            Set(conditions, "PodScheduled", "False", "Unschedulable", machine.Unschedulable, at);
            return conditions;
        }

        var isInitialized = machine.InitContainers.All(run => run.Termination?.ExitCode == 0) && machine.Stage >= PodStage.Started;
        var (ready, reason, message) = Readiness(machine);
        Set(conditions, "PodReadyToStartContainers", machine.Stage == PodStage.Stopped ? "False" : "True", null, null, at);
        if (isInitialized)
        {
            Set(conditions, "Initialized", "True", null, null, at);
        }
        else
        {
            var names = string.Join(' ', machine.InitContainers.Where(run => run.Termination?.ExitCode != 0).Select(run => run.Name));
            Set(conditions, "Initialized", machine.InitContainers.Count == 0 ? "True" : "False", names.Length == 0 ? null : "ContainersNotInitialized", names.Length == 0 ? null : $"containers with incomplete status: [{names}]", at);
        }

        Set(conditions, "Ready", ready, reason, message, at);
        Set(conditions, "ContainersReady", ready, reason, message, at);
        Set(conditions, "PodScheduled", "True", null, null, at);
        return conditions;
    }

    private static (string Status, string? Reason, string? Message) Readiness(PodMachine machine)
    {
        if (machine.Stage == PodStage.Started && machine.Containers.All(run => run.IsRunning))
        {
            return ("True", null, null);
        }

        var phase = PodStatus.Phase(machine);
        var names = string.Join(' ', machine.Containers.Where(run => !run.IsRunning).Select(run => run.Name));
        return phase switch
        {
            "Succeeded" => ("False", "PodCompleted", null),
            "Failed" => ("False", "PodFailed", null),
            _ => ("False", "ContainersNotReady", $"containers with unready status: [{names}]"),
        };
    }

    private static void Set(JsonArray conditions, string type, string status, string? reason, string? message, DateTimeOffset at)
    {
        var old = conditions.FirstOrDefault(condition => condition?["type"]?.GetValue<string>() == type) as JsonObject;
        var isSame = old?["status"]?.GetValue<string>() == status;
        var condition = new JsonObject
        {
            ["type"] = type,
            ["status"] = status,
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = isSame ? old!["lastTransitionTime"]?.DeepClone() : PodStatus.Time(at),
        };
        if (reason is not null)
        {
            condition["reason"] = reason;
        }

        if (message is not null)
        {
            condition["message"] = message;
        }

        if (old is null)
        {
            conditions.Add(condition);
        }
        else
        {
            conditions[conditions.IndexOf(old)] = condition;
        }
    }
}
