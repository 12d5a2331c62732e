using System.Text.Json;
using System.Text.RegularExpressions;

namespace KubeController.Architecture.Tests;

/// <summary>docs/telemetry.md and the dashboard name what src makes: all of it, and nothing else.</summary>
public sealed partial class TelemetryTests
{
    private static readonly string Page = Read("docs/telemetry.md");

    [Test]
    public void Instruments_InSource_AreMadeWithLiteralNamesAndUnits() =>
        Assert.That(Telemetry.Instruments, Has.Count.EqualTo(Telemetry.InstrumentCalls).And.Not.Empty, "Write name, unit and description as literals, so that they can be found.");

    [Test]
    public void Instruments_OfThePage_AreThoseOfTheSource() =>
        Assert.That(
            InstrumentRow().Matches(Page).Select(row => Cells(row, "name", "kind", "unit", "prometheus")),
            Is.EquivalentTo(Telemetry.Instruments.Select(made => $"{made.Name} | {made.Kind} | {made.Unit} | {made.Prometheus}")));

    [Test]
    public void Metrics_OfThePage_AreOurs() =>
        Assert.That(OurName().Matches(Page).Select(name => name.Value).Except(Telemetry.Instruments.Select(made => made.Prometheus)), Is.Empty);

    [Test]
    public void Meters_InSource_AreNamedByThePage() =>
        Assert.That(MeterNames().Where(name => !Page.Contains($"### Meter `{name}`", StringComparison.Ordinal) || !Page.Contains($"\"{name}\"", StringComparison.Ordinal)), Is.Empty);

    [Test]
    public void Metrics_OfTheDashboard_AreOurs()
    {
        var named = Expressions(Dashboard()).SelectMany(text => Selector().Matches(text).Concat(OurName().Matches(text))).Select(name => name.Value).ToHashSet();
        Assert.That(named, Is.Not.Empty);
        Assert.That(named.Except(Telemetry.Instruments.SelectMany(made => made.Series)), Is.Empty);
    }

    [Test]
    public void Panels_OfTheDashboard_HaveIdsOfTheirOwnAndDoNotOverlap()
    {
        var panels = Dashboard().GetProperty("panels").EnumerateArray().ToList();
        Assert.That(panels.Select(panel => panel.GetProperty("id").GetInt32()), Is.Unique);
        Assert.That(panels.SelectMany(Squares), Is.Unique);
    }

    [Test]
    public void LogEvents_InSource_HaveLiteralIdsThatAreUsedOnce()
    {
        Assert.That(Telemetry.LogEvents, Has.Count.EqualTo(Telemetry.LogMessages).And.Not.Empty, "Write the id first, then the level, then the message, as literals.");
        Assert.That(Telemetry.LogEvents.Select(logged => logged.Id), Is.Unique);
    }

    [Test]
    public void LogEvents_OfThePage_AreThoseOfTheSource() =>
        Assert.That(
            LogRow().Matches(Page).Select(row => Cells(row, "id", "level", "name")),
            Is.EquivalentTo(Telemetry.LogEvents.Select(logged => $"{logged.Id} | {logged.Level} | {logged.Name}")));

    private static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    private static string Cells(Match row, params string[] columns) => string.Join(" | ", columns.Select(column => row.Groups[column].Value));

    private static JsonElement Dashboard() => JsonSerializer.Deserialize<JsonElement>(Read("docs/grafana/kubecontroller.json"));

    private static IEnumerable<string> MeterNames() =>
        Repository.SourceFiles("src").SelectMany(path => MeterName().Matches(Read(path))).Select(name => name.Groups["name"].Value).Distinct();

    /// <summary>Every query: of panels, and of variables.</summary>
    private static IEnumerable<string> Expressions(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Expressions),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property =>
            property.Name is "expr" or "query" or "definition" && property.Value.ValueKind is JsonValueKind.String ? [property.Value.GetString()!] : Expressions(property.Value)),
        _ => [],
    };

    private static IEnumerable<(int X, int Y)> Squares(JsonElement panel)
    {
        var place = panel.GetProperty("gridPos");
        int Of(string name) => place.GetProperty(name).GetInt32();
        return from x in Enumerable.Range(Of("x"), Of("w")) from y in Enumerable.Range(Of("y"), Of("h")) select (x, y);
    }

    // Five columns at least: an instrument's row has its kind behind its name.
    [GeneratedRegex(@"^\| `(?<name>[a-z_.]+)` \| (?<kind>[a-z -]+) \| `(?<unit>[^`]+)` \| `(?<prometheus>\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex InstrumentRow();

    [GeneratedRegex(@"^\| (?<id>\d+) \| (?<level>\w+) \| `(?<name>\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex LogRow();

    [GeneratedRegex("MeterName = \"(?<name>[^\"]+)\"")]
    private static partial Regex MeterName();

    // Whatever stands before braces is a metric, however misspelled; and whatever begins as ours do, braces or not.
    [GeneratedRegex(@"[a-zA-Z_:][\w:]*(?=\{)")]
    private static partial Regex Selector();

    [GeneratedRegex(@"\b(kubecontroller|workqueue)_\w*[a-z](?![\w*])")]
    private static partial Regex OurName();
}
