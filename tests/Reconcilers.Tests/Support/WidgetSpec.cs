namespace KubeController.Reconcilers.Tests.Support;

public sealed class WidgetSpec
{
    public string? Size { get; set; }
}
