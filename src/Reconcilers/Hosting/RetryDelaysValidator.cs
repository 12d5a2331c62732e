using Microsoft.Extensions.Options;

namespace KubeController.Reconcilers.Hosting;

/// <summary>The rule that spans two options of a controller.</summary>
internal sealed class RetryDelaysValidator : IValidateOptions<ControllerOptions>
{
    public ValidateOptionsResult Validate(string? name, ControllerOptions options) => options.MaxDelay >= options.BaseDelay
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail(
            $"Controller '{name}': {nameof(options.MaxDelay)} ({options.MaxDelay}) is less than {nameof(options.BaseDelay)} ({options.BaseDelay}). Raise it.");
}
