namespace KubeController.Client.Access;

/// <summary>Where the authorities, the client certificate and its key come from.</summary>
internal sealed class TlsSource
{
    public PemSource? Authorities { get; init; }

    public PemSource? Certificate { get; init; }

    public PemSource? Key { get; init; }

    /// <summary>The plugin that may give a client certificate, beside or instead of a token.</summary>
    public ExecCredentials? Plugin { get; init; }

    /// <summary>Whether something may change without anybody telling.</summary>
    public bool HasFiles => Authorities?.Path is not null || Certificate?.Path is not null || Key?.Path is not null;

    /// <summary>Changes when somebody tells that something has changed.</summary>
    public int Generation => Plugin?.Generation ?? 0;

    public TlsPem Read()
    {
        var given = Plugin?.Current;
        return new(
            Authorities?.Read(),
            given?.Certificate ?? Certificate?.Read(),
            given?.Certificate is null ? Key?.Read() : given.Key);
    }
}
