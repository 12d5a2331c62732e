namespace KubeController.Architecture.Tests;

/// <summary>An instrument, and what OpenTelemetry's Prometheus exporter makes of it.</summary>
internal sealed record Instrument(string Name, string Kind, string Unit)
{
    /// <summary>Gets its name in Prometheus.</summary>
    public string Prometheus => Name.Replace('.', '_') + UnitSuffix + (Kind == "counter" ? "_total" : string.Empty);

    /// <summary>Gets the names of its series in Prometheus.</summary>
    public IEnumerable<string> Series => Kind == "histogram" ? [$"{Prometheus}_bucket", $"{Prometheus}_sum", $"{Prometheus}_count"] : [Prometheus];

    private string UnitSuffix => (Unit, Kind) switch
    {
        ("s", _) => "_seconds",
        ("By", _) => "_bytes",
        ("1", "gauge" or "up-down counter") => "_ratio",
        _ when Unit.StartsWith('{') && Unit.EndsWith('}') => string.Empty,
        _ => throw new InvalidOperationException($"The {Kind} '{Name}' has the unit '{Unit}', of which this test does not know what Prometheus' exporter makes. Add it here and to docs/telemetry.md."),
    };
}
