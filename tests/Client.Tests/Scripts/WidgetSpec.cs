namespace KubeController.Client.Tests.Scripts;

/// <summary>What a widget shall be.</summary>
internal sealed class WidgetSpec
{
    public int Size { get; set; }

    public int? Weight { get; set; }
}
