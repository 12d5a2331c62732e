using System.Globalization;
using k8s.Models;
using KubeController.Samples.AgenticSessions.Sessions;

namespace KubeController.Samples.AgenticSessions.Pods;

/// <summary>Says why a pod failed, from the most telling source it has.</summary>
internal static class PodFailureText
{
    public static string Of(V1Pod pod)
    {
        var status = pod.Status;
        var said = OfFirst("Init container", status?.InitContainerStatuses)
            ?? NotEmpty(status?.Message)
            ?? NotEmpty(status?.Reason);
        return said is not null and not Reasons.PodFailed
            ? said
            : OfFirst("Container", status?.ContainerStatuses) ?? "The pod failed, and does not say why.";
    }

    public static string Of(string who, V1ContainerStateTerminated terminated)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{who} ended with exit code {terminated.ExitCode}");
        text = string.IsNullOrEmpty(terminated.Reason) ? text : $"{text} ({terminated.Reason})";
        return string.IsNullOrEmpty(terminated.Message) ? $"{text}." : $"{text}: {terminated.Message}";
    }

    private static string? OfFirst(string kind, IEnumerable<V1ContainerStatus>? containers)
    {
        var all = containers?.ToList() ?? [];
        if (all.Find(container => container.State?.Terminated is { ExitCode: not 0 }) is { } failed)
        {
            return Of($"{kind} '{failed.Name}'", failed.State.Terminated);
        }

        return all.Find(container => !string.IsNullOrEmpty(container.State?.Waiting?.Reason)) is { } waiting
            ? $"{kind} '{waiting.Name}' is waiting: {waiting.State.Waiting.Reason} {waiting.State.Waiting.Message}".TrimEnd()
            : null;
    }

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
