using Microsoft.Extensions.Options;

namespace KubeController.Reconcilers.Events;

/// <summary>Checks each option by its attributes.</summary>
[OptionsValidator]
internal sealed partial class EventRecorderOptionsValidator : IValidateOptions<EventRecorderOptions>;
