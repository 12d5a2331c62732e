namespace KubeController.Reconcilers.Bench;

internal sealed class WidgetSpec
{
    /// <summary>When it was last patched, as RFC 3339 with nanoseconds.</summary>
    public string? Stamp { get; set; }

    public string? Payload { get; set; }
}
