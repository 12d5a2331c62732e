using Microsoft.Extensions.Options;

namespace KubeController.Samples.AgenticSessions.Settings;

/// <summary>Checks each setting by its attributes; generated.</summary>
[OptionsValidator]
internal sealed partial class OperatorSettingsAttributes : IValidateOptions<OperatorSettings>;
