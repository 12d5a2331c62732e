using System.Text.Json.Nodes;

namespace KubeController.Testing.Tests.Recorded;

/// <summary>What a recording tells only in words: writes during a watch, and time that passed before a step.</summary>
internal static class Meanwhile
{
    private const string Widgets = "/apis/rec.example.com/v1/namespaces/rec1-w-a/widgets";
    private const string Pods = "/api/v1/namespaces/rec1-w-a/pods";
    private const string ConfigMaps = "/api/v1/namespaces/rec1-w-a/configmaps";

    // "after 1 s one is created in another namespace"
    private static readonly Dictionary<string, (string Path, string Body)> Creates = new()
    {
        ["A30.1"] = (Widgets, """{"apiVersion":"rec.example.com/v1","kind":"Widget","metadata":{"name":"m1"},"spec":{}}"""),
        ["A30.2"] = (Pods, """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"m2"},"spec":{"containers":[{"name":"c","image":"i"}]}}"""),
        ["A30.3"] = (ConfigMaps, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m3"}}"""),
        ["A30.4"] = (ConfigMaps, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m4"}}"""),
        ["A30.8"] = (Widgets, """{"apiVersion":"rec.example.com/v1","kind":"Widget","metadata":{"name":"m8"},"spec":{}}"""),
        ["A30.9"] = (Widgets, """{"apiVersion":"rec.example.com/v1","kind":"Widget","metadata":{"name":"m9"},"spec":{}}"""),
    };

    private static readonly Dictionary<string, double> SecondsBefore = new()
    {
        ["A48.8"] = 1,       // nine seconds ahead after one: the start of the grace is kept
        ["A48.9"] = 1,
        ["D66.32"] = 11,
        ["B50.78"] = 4,
    };

    /// <summary>The request that is sent one second after the watch of a step was opened, if there was one.</summary>
    public static JsonObject? CreateDuring(string stepId) =>
        Creates.TryGetValue(stepId, out var create)
            ? new JsonObject { ["method"] = "POST", ["path"] = create.Path, ["body"] = JsonNode.Parse(create.Body) }
            : null;

    /// <summary>The time that passes before a step.</summary>
    public static TimeSpan Before(string stepId) => TimeSpan.FromSeconds(SecondsBefore.GetValueOrDefault(stepId));
}
