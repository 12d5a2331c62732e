using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace KubeController.Client.Access;

/// <summary>Loads the certificate that identifies the caller, and the intermediate authorities it comes with.</summary>
internal static class ClientCertificate
{
    /// <exception cref="ArgumentException">There is a certificate without a key, or a key without a certificate.</exception>
    public static SslStreamCertificateContext? Load(TlsPem pem)
    {
        if (pem is { Certificate: null, Key: null })
        {
            return null;
        }

        if (pem.Certificate is null || pem.Key is null)
        {
            throw new ArgumentException(
                $"The configuration has a client {(pem.Key is null ? "certificate without its key" : "key without its certificate")}.", nameof(pem));
        }

        // A server that knows the root alone cannot tell where the certificate comes from, unless it is shown what is between the two.
        var certificate = Encoding.UTF8.GetString(pem.Certificate);
        var presented = new X509Certificate2Collection();
        presented.ImportFromPem(certificate);
        return SslStreamCertificateContext.Create(LoadWithKey(certificate, Encoding.UTF8.GetString(pem.Key)), presented, offline: true);
    }

    private static X509Certificate2 LoadWithKey(string certificate, string key)
    {
        var loaded = X509Certificate2.CreateFromPem(certificate, key);
        if (!OperatingSystem.IsWindows())
        {
            return loaded;
        }

        using (loaded)
        {
            // Windows does not take a key that lives in memory alone to a handshake.
            return X509CertificateLoader.LoadPkcs12(loaded.Export(X509ContentType.Pkcs12), password: null);
        }
    }
}
