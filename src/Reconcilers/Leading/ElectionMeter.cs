namespace KubeController.Reconcilers.Leading;

/// <summary>Measures one elector while it runs. All is counted anyway, and read when somebody collects.</summary>
internal sealed class ElectionMeter : IDisposable
{
    private readonly ElectionInstruments _instruments;

    public ElectionMeter(ElectionInstruments instruments, string name, Func<ElectionFigures> read)
    {
        (_instruments, NameTag, Read) = (instruments, new("name", name), read);
        instruments.Register(this);
    }

    public KeyValuePair<string, object?> NameTag { get; }

    public Func<ElectionFigures> Read { get; }

    public void Dispose() => _instruments.Unregister(this);
}
