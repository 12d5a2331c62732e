using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeController.Testing.Controllers.Pods;

/// <summary>Reads the script of a pod from its annotations.</summary>
internal static class PodAnnotations
{
    private const string DefaultUnschedulable = "0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.";

    private static readonly HashSet<string> NeverStarting =
        ["ErrImagePull", "ImagePullBackOff", "InvalidImageName", "CreateContainerConfigError", "CreateContainerError"];

    public static PodScript Read(JsonObject pod)
    {
        var script = new PodScript();
        var containers = new Dictionary<string, ContainerScript>();
        var main = pod["spec"]?["containers"] is JsonArray { Count: > 0 } list ? list[0]?["name"]?.GetValue<string>() ?? "" : "";
        foreach (var (key, value) in pod["metadata"]?["annotations"] as JsonObject ?? [])
        {
            if (key.StartsWith(PodScript.AnnotationPrefix, StringComparison.Ordinal))
            {
                script = Apply(script, containers, main, key, value?.GetValue<string>() ?? "");
            }
        }

        return script with { Containers = containers.ToDictionary(pair => pair.Key, pair => WithEnd(pair.Value)) };
    }

    private static PodScript Apply(PodScript script, Dictionary<string, ContainerScript> containers, string main, string key, string value)
    {
        var name = key[PodScript.AnnotationPrefix.Length..];
        switch (name)
        {
            case "schedule-after":
                return script with { ScheduleAfter = Seconds(key, value) };
            case "start-after":
                return script with { StartAfter = Seconds(key, value) };
            case "end" when value == "Unschedulable":
                return script with { Unschedulable = script.Unschedulable ?? DefaultUnschedulable };
            default:
                var dot = name.IndexOf('.', StringComparison.Ordinal);
                var container = dot < 0 ? main : name[(dot + 1)..];
                containers[container] = Apply(containers.GetValueOrDefault(container, new ContainerScript()), dot < 0 ? name : name[..dot], key, value);
                return script;
        }
    }

    private static ContainerScript Apply(ContainerScript script, string name, string key, string value) => name switch
    {
        "run-seconds" => script with { RunFor = Seconds(key, value) },
        "exit-code" => script with { ExitCode = Integer(key, value) },
        "message" => script with { Message = value },
        "stop-seconds" => script with { StopsAfter = Seconds(key, value) },
        "stop-exit-code" => script with { StopExitCode = Integer(key, value) },
        "end" when NeverStarting.Contains(value) => script with { NeverStarts = value },
        "end" => script with { Reason = value },
        _ => throw new FormatException($"The annotation '{key}' is unknown to the pod runner."),
    };

    private static ContainerScript WithEnd(ContainerScript script)
    {
        if (script.Reason == "OOMKilled" && script.ExitCode == 0)
        {
            script = script with { ExitCode = 137 };
        }
        else if (script.Reason == "Error" && script.ExitCode == 0)
        {
            script = script with { ExitCode = 1 };
        }

        return script.RunFor is null && (script.ExitCode != 0 || script.Reason is not null) ? script with { RunFor = TimeSpan.FromSeconds(1) } : script;
    }

    private static TimeSpan Seconds(string key, string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < TimeSpan.MaxValue.TotalSeconds / 2
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException($"The annotation '{key}' is '{value}'; a number of seconds such as 0.5 is needed.");

    private static int Integer(string key, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"The annotation '{key}' is '{value}'; a whole number is needed.");
}
