using System.Net.Security;

namespace KubeController.Client.Access;

/// <summary>Connects with a TLS server name that is not the host of the address; the Host header stays what it is.</summary>
/// <remarks>The handler would take the name from the Host header, so the handshake is done here; it uses a stream that is encrypted already as it is.</remarks>
internal sealed class NamedTlsConnector(SslClientAuthenticationOptions options, string serverName)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var stream = await KeptAliveConnector.ConnectAsync(context, cancellationToken);
        return context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttps
            ? await EncryptAsync(stream, context.InitialRequestMessage.Version, cancellationToken)
            : stream;
    }

    private async Task<Stream> EncryptAsync(Stream stream, Version version, CancellationToken cancellationToken)
    {
        var encrypted = new SslStream(stream);
        try
        {
            await encrypted.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = serverName,
                    RemoteCertificateValidationCallback = options.RemoteCertificateValidationCallback,
                    ClientCertificateContext = options.ClientCertificateContext,
                    ApplicationProtocols = version.Major >= 2
                        ? [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11]
                        : [SslApplicationProtocol.Http11],
                },
                cancellationToken);
            return encrypted;
        }
        catch
        {
            await encrypted.DisposeAsync();
            throw;
        }
    }
}
