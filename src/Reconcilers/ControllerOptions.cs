using System.ComponentModel.DataAnnotations;

namespace KubeController.Reconcilers;

/// <summary>Says how one controller works. With a configuration section given to <c>AddKubeController</c>, <c>Controllers:name</c> in it overrides what the code says.</summary>
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
}
