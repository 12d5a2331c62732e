using System.Text.RegularExpressions;

namespace KubeController.Architecture.Tests;

/// <summary>The instruments and log events of src, as its text makes them.</summary>
internal static partial class Telemetry
{
    private static readonly IReadOnlyList<string> Texts = [.. Repository.SourceFiles("src").Select(path => File.ReadAllText(Path.Combine(Repository.Root, path)))];

    /// <summary>Gets how often an instrument is made, in whatever way.</summary>
    public static int InstrumentCalls { get; } = Texts.Sum(text => InstrumentCall().Count(text));

    /// <summary>Gets the instruments whose name and unit are literals.</summary>
    public static IReadOnlyList<Instrument> Instruments { get; } =
        [.. Texts.SelectMany(text => InstrumentMade().Matches(text)).Select(made => new Instrument(made.Groups["name"].Value, KindOf(made.Groups["kind"].Value), made.Groups["unit"].Value))];

    /// <summary>Gets how many log messages there are, whatever their attribute looks like.</summary>
    public static int LogMessages { get; } = Texts.Sum(text => LogMessage().Count(text));

    /// <summary>Gets the log events with a literal id; the level is "varies" where the caller says it.</summary>
    public static IReadOnlyList<(int Id, string Level, string Name)> LogEvents { get; } =
        [.. Texts.SelectMany(text => LogEvent().Matches(text)).Select(found => (
            int.Parse(found.Groups["id"].Value, System.Globalization.CultureInfo.InvariantCulture),
            found.Groups["level"].Success ? found.Groups["level"].Value : "varies",
            found.Groups["name"].Value))];

    private static string KindOf(string method) => method.Replace("Observable", string.Empty, StringComparison.Ordinal) switch
    {
        "UpDownCounter" => "up-down counter",
        var kind => kind.ToLowerInvariant(),
    };

    [GeneratedRegex(@"\.Create(Observable)?(Counter|UpDownCounter|Histogram|Gauge)\b")]
    private static partial Regex InstrumentCall();

    // The name is the first literal of the call, the unit the second: of an observable one, behind the function that reads it.
    [GeneratedRegex("""\.Create(?<kind>(Observable)?(Counter|UpDownCounter|Histogram|Gauge))(<\w+>)?\(\s*"(?<name>[^"]+)"[^"]*"(?<unit>[^"]*)"[^"]*"[^"]+"[^"]*?\)""")]
    private static partial Regex InstrumentMade();

    [GeneratedRegex(@"\[LoggerMessage\b")]
    private static partial Regex LogMessage();

    [GeneratedRegex(@"\[LoggerMessage\(\s*EventId = (?<id>\d+)(,\s*Level = LogLevel\.(?<level>\w+))?,\s*Message = [^\]]*?\)\]\s*public static partial void (?<name>\w+)\(")]
    private static partial Regex LogEvent();
}
