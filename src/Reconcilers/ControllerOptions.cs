using System.ComponentModel.DataAnnotations;
using KubeController.WorkQueues;

namespace KubeController.Reconcilers;

/// <summary>Says how one controller works. With a configuration section given to <c>AddKubeController</c>, <c>Controllers:name</c> in it overrides what the code says.</summary>
/// <remarks>
/// Where the configuration is read again while the host runs, <see cref="Workers"/>, <see cref="Deadline"/> and <see cref="FailsafeInterval"/> take effect at once. Options that
/// are not valid are refused with an error in the log, and the controller goes on with those it had.
/// </remarks>
public sealed class ControllerOptions
{
    /// <summary>Gets or sets how many keys are reconciled side by side.</summary>
    /// <value>The default value is 1.</value>
    [Range(1, 10_000)]
    public int Workers { get; set; } = 1;

    /// <summary>Gets or sets how long one reconcile may take before it is cancelled and counts as failed.</summary>
    /// <value>The default value is <see langword="null"/>: as long as it likes.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan? Deadline { get; set; }

    /// <summary>Gets or sets the delay before the first retry of a key; each further failure in a row doubles it.</summary>
    /// <value>The default value is 5 milliseconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Gets or sets the longest delay between two attempts.</summary>
    /// <value>The default value is 1,000 seconds. At least <see cref="BaseDelay"/>.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(1000);

    /// <summary>Gets or sets the share of a retry's delay that chance may take away.</summary>
    /// <value>The default value is 0.2.</value>
    [Range(0.0, 1.0)]
    public double Jitter { get; set; } = 0.2;

    /// <summary>Gets or sets how long each failed key waits, where the three options before are not enough: by exception, with a common limit, or otherwise composed.</summary>
    /// <value>The default value is <see langword="null"/>: an <see cref="ExponentialBackoff"/> of <see cref="BaseDelay"/>, <see cref="MaxDelay"/> and <see cref="Jitter"/>. Read when the controller starts.</value>
    public IBackoffPolicy? Backoff { get; set; }

    /// <summary>Gets or sets after how long a resource is reconciled again though nothing has happened; up to a tenth longer, by chance.</summary>
    /// <remarks>What guards against a lost event, wherever it is lost. A change, a requeue or a retry comes before it and begins the time anew.</remarks>
    /// <value>The default value is 10 hours. Zero is never.</value>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan FailsafeInterval { get; set; } = TimeSpan.FromHours(10);
}
