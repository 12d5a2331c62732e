using Microsoft.Extensions.Options;

namespace KubeController.Samples.AgenticSessions.Settings;

/// <summary>Checks what spans several settings; the attributes check the rest.</summary>
internal sealed class OperatorSettingsValidator : IValidateOptions<OperatorSettings>
{
    public ValidateOptionsResult Validate(string? name, OperatorSettings options)
    {
        if (!options.IsVertexOn)
        {
            return ValidateOptionsResult.Success;
        }

        (string Key, string Value)[] needed =
        [
            ("CLOUD_ML_REGION", options.VertexRegion),
            ("ANTHROPIC_VERTEX_PROJECT_ID", options.VertexProject),
            ("GOOGLE_APPLICATION_CREDENTIALS", options.VertexCredentialsPath),
        ];
        var missing = needed.Where(setting => string.IsNullOrWhiteSpace(setting.Value)).Select(setting => $"USE_VERTEX is on, so '{setting.Key}' must be set.").ToList();
        return missing.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(missing);
    }
}
