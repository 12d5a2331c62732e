namespace KubeController.WorkQueues.Metrics;

/// <summary>Measures one queue. What is counted anyway is read when somebody collects; the durations are recorded as they happen, if somebody listens.</summary>
internal sealed class QueueMeter : IDisposable
{
    private readonly WorkQueueInstruments _instruments;
    private readonly KeyValuePair<string, object?> _nameTag;

    public QueueMeter(WorkQueueInstruments instruments, string name, Func<QueueFigures> read)
    {
        (_instruments, _nameTag, Read) = (instruments, new("name", name), read);
        instruments.Register(this);
    }

    public KeyValuePair<string, object?> NameTag => _nameTag;

    public Func<QueueFigures> Read { get; }

    /// <summary>Gets a value indicating whether somebody wants to know how long keys wait.</summary>
    public bool WantsWaits => _instruments.QueueDuration.Enabled;

    /// <summary>Gets a value indicating whether somebody wants to know how long keys are worked on.</summary>
    public bool WantsWork => _instruments.WorkDuration.Enabled;

    public void Waited(TimeSpan duration) => _instruments.QueueDuration.Record(duration.TotalSeconds, _nameTag);

    public void Worked(TimeSpan duration) => _instruments.WorkDuration.Record(duration.TotalSeconds, _nameTag);

    public void Dispose() => _instruments.Unregister(this);
}
