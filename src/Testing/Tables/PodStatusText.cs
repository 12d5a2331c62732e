using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Tables;

/// <summary>The one word that kubectl shows for the state of a pod.</summary>
internal static class PodStatusText
{
    public static string Of(JsonObject pod)
    {
        var status = PodColumns.Status(pod);
        var text = status.Text("reason") is { Length: > 0 } reason ? reason : status.Text("phase") ?? "";
        var gated = (status.Array("conditions")?.OfType<JsonObject>() ?? []).Any(condition =>
            condition.Text("type") == "PodScheduled" && condition.Text("reason") == "SchedulingGated" && condition.Text("status") != "True");
        if (gated)
        {
            text = "SchedulingGated";
        }

        var initializing = Initializing(pod);
        text = initializing ?? FromContainers(pod, text);
        if (pod.Object("metadata")?["deletionTimestamp"] is not null && status.Text("phase") is not ("Succeeded" or "Failed"))
        {
            return status.Text("reason") == "NodeLost" ? "Unknown" : "Terminating";
        }

        return text;
    }

    private static string? Initializing(JsonObject pod)
    {
        var containers = PodColumns.Status(pod).Array("initContainerStatuses")?.OfType<JsonObject>().ToList() ?? [];
        for (var i = 0; i < containers.Count; i++)
        {
            var state = containers[i].Object("state") ?? [];
            if (state.Object("terminated") is { } terminated)
            {
                if (terminated.Integer("exitCode") is null or 0)
                {
                    continue;
                }

                return $"Init:{End(terminated)}";
            }

            return state.Object("waiting")?.Text("reason") is { Length: > 0 } reason and not "PodInitializing"
                ? $"Init:{reason}"
                : $"Init:{i}/{pod.Object("spec")?.Array("initContainers")?.Count ?? containers.Count}";
        }

        return null;
    }

    private static string FromContainers(JsonObject pod, string text)
    {
        var isRunning = false;
        foreach (var container in PodColumns.Containers(pod).Reverse())
        {
            var state = container.Object("state") ?? [];
            if (state.Object("waiting")?.Text("reason") is { Length: > 0 } waiting)
            {
                text = waiting;
            }
            else if (state.Object("terminated") is { } terminated)
            {
                text = End(terminated);
            }
            else if (container.Boolean("ready") == true && state.Object("running") is not null)
            {
                isRunning = true;
            }
        }

        // One container may be done while another runs on.
        return text == "Completed" && isRunning ? "Running" : text;
    }

    private static string End(JsonObject terminated) => terminated.Text("reason") is { Length: > 0 } reason
        ? reason
        : terminated.Integer("signal") is { } signal and not 0 ? $"Signal:{signal}" : $"ExitCode:{terminated.Integer("exitCode") ?? 0}";
}
