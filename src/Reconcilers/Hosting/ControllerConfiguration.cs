using Microsoft.Extensions.Configuration;

namespace KubeController.Reconcilers.Hosting;

/// <summary>The configuration section that was given to <c>AddKubeController</c>.</summary>
internal sealed record ControllerConfiguration(IConfiguration Section)
{
    /// <summary>The part of it that is about one controller.</summary>
    public IConfigurationSection Of(string controller) => Section.GetSection("Controllers").GetSection(controller);
}
