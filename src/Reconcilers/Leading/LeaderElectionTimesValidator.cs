using Microsoft.Extensions.Options;

namespace KubeController.Reconcilers.Leading;

/// <summary>The rules that span the times of an election.</summary>
internal sealed class LeaderElectionTimesValidator : IValidateOptions<LeaderElectionOptions>
{
    public ValidateOptionsResult Validate(string? name, LeaderElectionOptions options)
    {
        var failures = new List<string>();
        if (options.LeaseDuration.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            failures.Add($"{nameof(options.LeaseDuration)} ({options.LeaseDuration}) is not in whole seconds, which is all that a lease can say. Round it.");
        }

        if (options.RenewDeadline >= options.LeaseDuration)
        {
            failures.Add(
                $"{nameof(options.RenewDeadline)} ({options.RenewDeadline}) is not less than {nameof(options.LeaseDuration)} ({options.LeaseDuration}): " +
                "the lease would expire while its leader still leads. Lower it, to two thirds.");
        }

        if (Jitter.Longest(options.RetryPeriod) >= options.RenewDeadline)
        {
            failures.Add(
                $"{nameof(options.RetryPeriod)} ({options.RetryPeriod}) and its jitter of a fifth are not less than {nameof(options.RenewDeadline)} " +
                $"({options.RenewDeadline}): the first failed renewal would end the term. Lower it, to a fifth.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
