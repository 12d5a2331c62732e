using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;

namespace KubeController.Client.Http;

/// <summary>Loads the certificate that a configuration identifies the caller with, and the intermediate authorities it comes with.</summary>
internal static class ClientCertificate
{
    /// <exception cref="ArgumentException">There is a certificate without a key, or a key without a certificate.</exception>
    public static SslStreamCertificateContext? Load(KubernetesClientConfiguration configuration)
    {
        var certificate = TextOf(configuration.ClientCertificateData, configuration.ClientCertificateFilePath);
        var key = TextOf(configuration.ClientCertificateKeyData, configuration.ClientKeyFilePath);
        if (certificate is null && key is null)
        {
            return null;
        }

        if (certificate is null || key is null)
        {
            throw new ArgumentException(
                $"The configuration has a client {(key is null ? "certificate without its key" : "key without its certificate")}.", nameof(configuration));
        }

        // A server that knows the root alone cannot tell where the certificate comes from, unless it is shown what is between the two.
        var presented = new X509Certificate2Collection();
        presented.ImportFromPem(certificate);
        return SslStreamCertificateContext.Create(LoadWithKey(certificate, key), presented, offline: true);
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

    private static string? TextOf(string? data, string? path) =>
        !string.IsNullOrWhiteSpace(data) ? Encoding.UTF8.GetString(Convert.FromBase64String(data))
        : !string.IsNullOrWhiteSpace(path) ? File.ReadAllText(path)
        : null;
}
