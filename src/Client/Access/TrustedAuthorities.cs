using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace KubeController.Client.Access;

/// <summary>Trusts the certificates that a configuration's authorities have signed, and no others: those of the machine do not count.</summary>
internal sealed class TrustedAuthorities(X509Certificate2Collection authorities)
{
    /// <summary>Reads a bundle: PEM as long as it likes, or one certificate as DER.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">There is no certificate in it.</exception>
    public static TrustedAuthorities Load(byte[] bundle)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(Encoding.ASCII.GetString(bundle));
        if (authorities.Count == 0)
        {
            authorities.Add(X509CertificateLoader.LoadCertificate(bundle));
        }

        return new(authorities);
    }

    public bool Validate(object sender, X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 server || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;   // no certificate, or one of another name
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.ApplicationPolicy.Add(new("1.3.6.1.5.5.7.3.1"));     // server authentication
        if (presented is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(presented.ChainPolicy.ExtraStore);
        }

        return chain.Build(server) || EndsAtIntermediate(chain);
    }

    /// <summary>An intermediate authority in the configuration is trusted as it stands, without the root above it.</summary>
    private bool EndsAtIntermediate(X509Chain chain) =>
        chain.ChainStatus.All(status => status.Status is X509ChainStatusFlags.PartialChain)
        && chain.ChainElements.Skip(1).Any(element => authorities.Any(authority => authority.RawDataMemory.Span.SequenceEqual(element.Certificate.RawDataMemory.Span)));
}
