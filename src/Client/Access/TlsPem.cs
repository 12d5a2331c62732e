namespace KubeController.Client.Access;

/// <summary>What is known for handshakes at one time, as it was read.</summary>
/// <param name="Authorities">Whom to trust; <see langword="null"/> for whom the machine trusts.</param>
/// <param name="Certificate">Who we are, with the intermediate authorities.</param>
/// <param name="Key">The private key of <paramref name="Certificate"/>.</param>
internal sealed record TlsPem(byte[]? Authorities, byte[]? Certificate, byte[]? Key)
{
    public bool IsSameAs(TlsPem other) =>
        Same(Authorities, other.Authorities) && Same(Certificate, other.Certificate) && Same(Key, other.Key);

    private static bool Same(byte[]? a, byte[]? b) => a is null ? b is null : b is not null && a.AsSpan().SequenceEqual(b);
}
