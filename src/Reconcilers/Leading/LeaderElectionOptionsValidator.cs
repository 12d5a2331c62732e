using Microsoft.Extensions.Options;

namespace KubeController.Reconcilers.Leading;

[OptionsValidator]
internal sealed partial class LeaderElectionOptionsValidator : IValidateOptions<LeaderElectionOptions>;
