using System.Text.Json.Nodes;

namespace KubeController.Testing.Tests.Recorded;

/// <summary>What a real kube-apiserver answered to one series of requests: a setup, then steps in order.</summary>
internal sealed class RecordedStory
{
    private const string Prefix = "KubeController.Testing.Tests.Recorded.Data.";

    private RecordedStory(string name, JsonObject document)
    {
        Name = name;
        UserAgent = document["userAgent"]?.GetValue<string>() ?? "rec/1.0";
        Setup = [.. (document["setup"] as JsonArray ?? []).Select(item => item!.AsObject())];
        Kinds = document["kinds"] as JsonArray ?? [];

        // Where a file leaves parts of the objects out, an answer need only contain what is there.
        var isCut = document.ContainsKey("leftOut");
        Steps = [.. (document["steps"] as JsonArray ?? []).Select(item => new RecordedStep(item!.AsObject(), isCut))];
    }

    public string Name { get; }

    public string UserAgent { get; }

    public IReadOnlyList<JsonObject> Setup { get; }

    public IReadOnlyList<RecordedStep> Steps { get; }

    /// <summary>The rows of the table of kinds; empty in a story.</summary>
    public JsonArray Kinds { get; }

    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(RecordedStory).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^".json".Length])
            .Order(StringComparer.Ordinal),
    ];

    public static RecordedStory Load(string name)
    {
        using var stream = typeof(RecordedStory).Assembly.GetManifestResourceStream($"{Prefix}{name}.json")
            ?? throw new FileNotFoundException($"No recorded story '{name}'; there are: {string.Join(", ", Names)}.");
        return new RecordedStory(name, JsonNode.Parse(stream)!.AsObject());
    }
}
