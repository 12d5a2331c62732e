using System.Text.Json.Nodes;

namespace KubeController.Testing.Resources;

/// <summary>Events are one kind in two forms: that of the core group, in which they are stored, and that of <c>events.k8s.io</c>.</summary>
internal static class EventForms
{
    private static readonly (string Core, string Event)[] Names =
    [
        ("involvedObject", "regarding"),
        ("message", "note"),
        ("source", "deprecatedSource"),
        ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"),
        ("count", "deprecatedCount"),
        ("reportingComponent", "reportingController"),
    ];

    /// <summary>Turns an event of <c>events.k8s.io</c> into one of the core group, in place.</summary>
    public static void ToCore(JsonObject resource)
    {
        Rename(resource, Names.Select(pair => (pair.Event, pair.Core)));
        Complete(resource, "source", "firstTimestamp", "lastTimestamp");
        Show(resource, "reportingComponent", "reportingInstance");
    }

    /// <summary>Turns an event of the core group into one of <c>events.k8s.io</c>, in place.</summary>
    public static void FromCore(JsonObject resource)
    {
        Rename(resource, Names);
        Complete(resource, "deprecatedSource", "deprecatedFirstTimestamp", "deprecatedLastTimestamp");
        foreach (var name in new[] { "reportingController", "reportingInstance" })
        {
            if (resource[name]?.ToString() is null or "")
            {
                resource.Remove(name);
            }
        }
    }

    /// <summary>Gives an event of the core group the fields that are shown even when they are empty, in place.</summary>
    public static void CompleteCore(JsonObject resource)
    {
        resource["involvedObject"] ??= new JsonObject();
        resource["metadata"] ??= new JsonObject();
        Complete(resource, "source", "firstTimestamp", "lastTimestamp");
        Show(resource, "reportingComponent", "reportingInstance");
    }

    private static void Complete(JsonObject resource, string source, string first, string last)
    {
        resource[source] ??= new JsonObject();
        foreach (var name in new[] { first, last, "eventTime" })
        {
            if (!resource.ContainsKey(name))
            {
                resource[name] = null;
            }
        }
    }

    private static void Show(JsonObject resource, params string[] names)
    {
        foreach (var name in names)
        {
            resource[name] ??= "";
        }
    }

    private static void Rename(JsonObject resource, IEnumerable<(string From, string To)> names)
    {
        foreach (var (from, to) in names)
        {
            if (resource.TryGetPropertyValue(from, out var value))
            {
                resource.Remove(from);
                resource[to] = value;
            }
        }
    }
}
