namespace KubeController.Reconcilers.Bench;

internal sealed class WidgetStatus
{
    public const string Done = "Done";

    public string? Phase { get; set; }

    public long? ObservedGeneration { get; set; }
}
