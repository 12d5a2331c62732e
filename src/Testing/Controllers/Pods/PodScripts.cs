using System.Text.Json.Nodes;

namespace KubeController.Testing.Controllers.Pods;

/// <summary>Finds the script of a pod. What is wrong with a script shows at the pod: it finds no node, and its condition says why.</summary>
internal static class PodScripts
{
    public static PodScript For(JsonObject pod, PodRunnerOptions options)
    {
        try
        {
            var hasSidecar = (pod["spec"]?["initContainers"] as JsonArray ?? []).Any(container => container?["restartPolicy"] is not null);
            return hasSidecar
                ? new PodScript { Unschedulable = "The pod runner does not play init containers with a restartPolicy of their own." }
                : options.Script?.Invoke(pod.DeepClone().AsObject()) ?? PodScript.FromAnnotations(pod);
        }
        catch (Exception error)
        {
            // The script is the user's code or the user's text: whatever it throws is told where the user looks.
            return new PodScript { Unschedulable = error.Message };
        }
    }
}
