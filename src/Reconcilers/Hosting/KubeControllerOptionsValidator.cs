using Microsoft.Extensions.Options;

namespace KubeController.Reconcilers.Hosting;

[OptionsValidator]
internal sealed partial class KubeControllerOptionsValidator : IValidateOptions<KubeControllerOptions>;
