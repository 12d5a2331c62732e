using System.ComponentModel.DataAnnotations;

namespace KubeController.Reconcilers;

/// <summary>Says by which Lease (coordination.k8s.io/v1) replicas agree on who leads, and how fast they notice that somebody does no more.</summary>
/// <remarks>
/// All replicas shall have the same times. <see cref="LeaseDuration"/> is more than <see cref="RenewDeadline"/>, and that more than <see cref="RetryPeriod"/> with
/// its jitter of a fifth: a leader stops before its lease can expire, and has several attempts before it stops.
/// </remarks>
public sealed class LeaderElectionOptions
{
    /// <summary>Gets or sets the name of the lease; the same for all replicas, and for nothing else.</summary>
    /// <value>Required: a DNS subdomain, such as <c>my-operator</c>.</value>
    [Required]
    [RegularExpression("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?", ErrorMessage = "The field {0} must be a DNS subdomain: small letters, digits, '-' and '.', at most 253.")]
    public string LeaseName { get; set; } = string.Empty;

    /// <summary>Gets or sets the namespace of the lease.</summary>
    /// <value>The default value is <see langword="null"/>: <see cref="Client.ApiConnection.Namespace"/>, which is that of the pod or of the kubeconfig's context.</value>
    public string? LeaseNamespace { get; set; }

    /// <summary>Gets or sets what this replica is called in the lease. No two replicas may share it.</summary>
    /// <value>
    /// The default value is <see langword="null"/>: the name of the machine, which in a pod is the pod's, and a random suffix. Where replicas share one by mistake
    /// they still do not lead at once; a restarted one does not take up the lease of its former life, but waits until it has expired.
    /// </value>
    public string? Identity { get; set; }

    /// <summary>Gets or sets for how long the lease holds after it was renewed: after a crash, the others wait this long.</summary>
    /// <value>The default value is 15 seconds. Whole seconds, at least one.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets or sets for how long a leader goes on that cannot renew its lease, counted from the start of the last renewal that succeeded.</summary>
    /// <value>The default value is 10 seconds. What is left to <see cref="LeaseDuration"/> is for what it does to end, and for clocks that run at different speeds.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan RenewDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the time from one attempt to the next, be it to renew or to acquire; up to a fifth is added by chance.</summary>
    /// <value>The default value is 2 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan RetryPeriod { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets whether the lease is given back when the work of the leader has ended, so that another takes over at once.</summary>
    /// <value>The default value is <see langword="true"/>. With <see langword="false"/> the others wait until the lease has expired.</value>
    public bool ReleaseOnStop { get; set; } = true;

    /// <summary>Gets the labels that the lease is to carry; those of others stay.</summary>
    public IDictionary<string, string> Labels { get; } = new Dictionary<string, string>();
}
