using Microsoft.Extensions.Options;

namespace KubeController.Reconcilers.Hosting;

/// <summary>Finds controllers that share a name: their options and their log lines could not be told apart.</summary>
internal sealed class ControllerNamesValidator(IEnumerable<ControllerRegistration> controllers) : IValidateOptions<KubeControllerOptions>
{
    public ValidateOptionsResult Validate(string? name, KubeControllerOptions options)
    {
        var failures = controllers
            .CountBy(controller => controller.Name, StringComparer.OrdinalIgnoreCase)
            .Where(count => count.Value > 1)
            .Select(count => $"{count.Value} controllers are named '{count.Key}'. Give each a name of its own with {nameof(ControllerBuilder<>.Named)}.")
            .ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
