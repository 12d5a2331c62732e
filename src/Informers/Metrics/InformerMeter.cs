namespace KubeController.Informers.Metrics;

/// <summary>Measures one informer while it runs. All is counted anyway, and read when somebody collects.</summary>
internal sealed class InformerMeter : IDisposable
{
    private readonly InformerInstruments _instruments;

    public InformerMeter(InformerInstruments instruments, string name, Func<InformerFigures> read)
    {
        (_instruments, NameTag, Read) = (instruments, new("name", name), read);
        instruments.Register(this);
    }

    public KeyValuePair<string, object?> NameTag { get; }

    public Func<InformerFigures> Read { get; }

    public void Dispose() => _instruments.Unregister(this);
}
