using System.Net.Http.Headers;

namespace KubeController.Client.Access;

/// <summary>What a credential plugin gave.</summary>
/// <param name="Header">The token, as it goes on requests.</param>
/// <param name="Certificate">A client certificate in PEM, for handshakes.</param>
/// <param name="Key">The private key of <paramref name="Certificate"/>.</param>
/// <param name="RefreshAt">When it is to be replaced; <see langword="null"/> if only a refusal tells.</param>
internal sealed record ExecCredential(AuthenticationHeaderValue? Header, byte[]? Certificate, byte[]? Key, DateTimeOffset? RefreshAt)
{
    public bool IsSameAs(ExecCredential other) =>
        Equals(Header, other.Header) && (Certificate ?? []).AsSpan().SequenceEqual(other.Certificate ?? []);
}
