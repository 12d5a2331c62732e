using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace KubeController.Samples.AgenticSessions.Settings;

/// <summary>Checks each setting by its attributes.</summary>
/// <remarks>Not generated: the generated check has words of its own for a range, and they name the property, which nobody sets.</remarks>
internal sealed class OperatorSettingsAttributes : IValidateOptions<OperatorSettings>
{
    public ValidateOptionsResult Validate(string? name, OperatorSettings options)
    {
        var problems = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(problems.Select(problem => problem.ErrorMessage ?? string.Empty));
    }
}
