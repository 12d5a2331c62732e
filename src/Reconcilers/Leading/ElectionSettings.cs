using System.Security.Cryptography;
using KubeController.Client;
using Microsoft.Extensions.Options;

namespace KubeController.Reconcilers.Leading;

/// <summary>The options of an election as they were when the elector was created, checked and complete.</summary>
internal sealed class ElectionSettings
{
    /// <exception cref="OptionsValidationException">Options are wrong; all mistakes are named.</exception>
    public ElectionSettings(LeaderElectionOptions options, string? ownNamespace)
    {
        Check(options);
        Lease = new(NamespaceOf(options, ownNamespace), options.LeaseName);
        Identity = string.IsNullOrEmpty(options.Identity)
            ? $"{Environment.MachineName}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}"
            : options.Identity;
        LeaseDuration = options.LeaseDuration;
        RenewDeadline = options.RenewDeadline;
        RetryPeriod = options.RetryPeriod;
        ReleaseOnStop = options.ReleaseOnStop;
        Labels = new Dictionary<string, string>(options.Labels);
    }

    public NamespacedName Lease { get; }

    public string Identity { get; }

    public TimeSpan LeaseDuration { get; }

    public TimeSpan RenewDeadline { get; }

    public TimeSpan RetryPeriod { get; }

    public bool ReleaseOnStop { get; }

    public IReadOnlyDictionary<string, string> Labels { get; }

    /// <summary>How long one attempt may take: a connection that hangs leaves time for another.</summary>
    public TimeSpan AttemptLimit => RenewDeadline / 2;

    private static void Check(LeaderElectionOptions options)
    {
        var results = new[] { new LeaderElectionOptionsValidator().Validate(null, options), new LeaderElectionTimesValidator().Validate(null, options) };
        var failures = results.Where(result => result.Failed).SelectMany(result => result.Failures ?? []).ToList();
        if (failures.Count > 0)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(LeaderElectionOptions), failures);
        }
    }

    private static string NamespaceOf(LeaderElectionOptions options, string? ownNamespace) =>
        !string.IsNullOrEmpty(options.LeaseNamespace) ? options.LeaseNamespace
        : ownNamespace ?? throw new OptionsValidationException(
            Options.DefaultName,
            typeof(LeaderElectionOptions),
            [$"The namespace of lease '{options.LeaseName}' is unknown: this is no pod, and no context of a kubeconfig names one. Set '{nameof(options.LeaseNamespace)}'."]);
}
