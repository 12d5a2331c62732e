namespace KubeController.Samples.Minimal;

/// <summary>What the user wants.</summary>
internal sealed class WebsiteSpec
{
    public string Title { get; set; } = string.Empty;
}
