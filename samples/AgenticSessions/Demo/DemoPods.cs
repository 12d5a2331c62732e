using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using KubeController.Samples.AgenticSessions.Pods;
using KubeController.Samples.AgenticSessions.Sessions;
using KubeController.Testing;

namespace KubeController.Samples.AgenticSessions.Demo;

/// <summary>Plays the runners: says what the pod of each session does. The operator knows nothing of it.</summary>
internal sealed class DemoPods(Func<string, DemoEnd> endOf)
{
    // How often a session's pod was started: a session that is started again behaves better.
    private readonly ConcurrentDictionary<string, int> _starts = new(StringComparer.Ordinal);

    public PodScript ScriptOf(JsonObject pod)
    {
        var session = pod["metadata"]?["labels"]?[Labels.Session]?.GetValue<string>() ?? string.Empty;
        var starts = _starts.AddOrUpdate(session, 1, (_, count) => count + 1);
        return new() { Containers = new Dictionary<string, ContainerScript> { [PodStatusMapping.RunnerContainer] = RunnerOf(endOf(session), session, starts) } };
    }

    private static ContainerScript RunnerOf(DemoEnd end, string session, int starts)
    {
        // Runners that do something take 4 to 7 seconds for it, each its own time.
        var work = TimeSpan.FromSeconds(4 + (session.Sum(character => character) % 4));
        return end.Name switch
        {
            "finished" => new() { RunFor = work },
            "exit-2" => new() { RunFor = work, ExitCode = 2, Message = "no credentials for the repository" },
            "oom-killed" => new() { RunFor = work, ExitCode = 137, Reason = "OOMKilled" },
            "image-missing" => new() { NeverStarts = "ImagePullBackOff" },
            "restarted" when starts > 1 => new() { RunFor = TimeSpan.FromSeconds(2) },
            _ => new(),
        };
    }
}
