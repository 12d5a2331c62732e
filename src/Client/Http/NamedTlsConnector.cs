using System.Net.Security;
using System.Net.Sockets;

namespace KubeController.Client.Http;

/// <summary>Connects with a TLS server name that is not the host of the address; the Host header stays what it is.</summary>
/// <remarks>The handler would take the name from the Host header, so the handshake is done here; it uses a stream that is encrypted already as it is.</remarks>
internal sealed class NamedTlsConnector(SslClientAuthenticationOptions options, string serverName)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttps
                ? await EncryptAsync(stream, context.InitialRequestMessage.Version, cancellationToken)
                : stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<Stream> EncryptAsync(NetworkStream stream, Version version, CancellationToken cancellationToken)
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
