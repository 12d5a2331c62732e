using k8s.Models;
using KubeController.Samples.AgenticSessions.Models;

namespace KubeController.AgenticSessions.Tests;

/// <summary>Sessions as a test needs them.</summary>
internal static class SessionBuilder
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static AgenticSession Session(
        string name = "s",
        string? phase = null,
        AgenticSessionSpec? spec = null,
        IReadOnlyDictionary<string, string>? annotations = null,
        IList<SessionCondition>? conditions = null) => new()
        {
            Metadata = new()
            {
                Name = name,
                NamespaceProperty = "team",
                Uid = $"uid-{name}",
                ResourceVersion = "7",
                CreationTimestamp = Now.UtcDateTime,
                Annotations = annotations?.ToDictionary(),
            },
            Spec = spec,
            Status = phase is null && conditions is null ? null : new() { Phase = phase, Conditions = conditions },
        };

    public static Dictionary<string, string> Annotated(params (string Key, string Value)[] annotations) =>
        annotations.ToDictionary(pair => pair.Key, pair => pair.Value);

    public static V1Secret Secret(string name, params (string Key, string Value)[] data) => new()
    {
        Metadata = new() { Name = name, NamespaceProperty = "team", ResourceVersion = "3", Uid = $"uid-{name}" },
        Data = data.ToDictionary(pair => pair.Key, pair => System.Text.Encoding.UTF8.GetBytes(pair.Value)),
    };
}
