using System.ComponentModel.DataAnnotations;

namespace KubeController.Reconcilers;

/// <summary>Says how an <see cref="EventRecorder"/> works; read once, when it is made.</summary>
public sealed class EventRecorderOptions
{
    /// <summary>Gets or sets the name of the controller that reports the events: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, with a domain and a slash before it if you like.</summary>
    /// <value>The default value is <see langword="null"/>: the name of the program.</value>
    [RegularExpression("^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$")]
    public string? ReportingController { get; set; }

    /// <summary>Gets or sets the name of the process that reports the events.</summary>
    /// <value>The default value is <see langword="null"/>: the name of the controller, a dash, and that of the machine, which in a pod is the pod's.</value>
    [StringLength(128, MinimumLength = 1)]
    public string? ReportingInstance { get; set; }

    /// <summary>Gets or sets how many different events are kept: those that wait to be sent, and those that a repetition would be counted with. What is too much is dropped and counted.</summary>
    /// <value>The default value is 4,096.</value>
    [Range(1, 1_000_000)]
    public int Capacity { get; set; } = 4096;

    /// <summary>Gets or sets after which time without a repetition a series is over, so that the next one is an event of its own.</summary>
    /// <value>The default value is 6 minutes, as in client-go.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SeriesTimeout { get; set; } = TimeSpan.FromMinutes(6);

    /// <summary>Gets or sets how often the count of a series that goes on is sent.</summary>
    /// <value>The default value is 30 minutes, as in client-go: less than the hour after which a server forgets an event. The first repetition and the end of a series are sent at once.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SeriesRefresh { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Gets or sets how often an event is sent that does not get through, each time with the retries of the connection.</summary>
    /// <value>The default value is 12, as in client-go.</value>
    [Range(1, 1000)]
    public int MaxAttempts { get; set; } = 12;

    /// <summary>Gets or sets how long it takes at the end to send what waits.</summary>
    /// <value>The default value is 5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
