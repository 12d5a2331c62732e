using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace KubeController.Testing.Bench;

/// <summary>Clients of a server, through either of its doors.</summary>
internal static class ServerClient
{
    /// <summary>Through the handler, or over TLS, trusting the certificate of this server alone.</summary>
    public static HttpClient Open(ApiServer server, bool isHttps) => isHttps
        ? OverHttps(server.Url, server.Token, server.CertificateAuthority, connections: int.MaxValue)
        : new HttpClient(server.CreateHandler()) { BaseAddress = server.Url, Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Over TLS, with so many connections at most: HTTP/1.1, one request at a time on each.</summary>
    public static HttpClient OverHttps(Uri url, string token, string authority, int connections)
    {
        var trusted = X509Certificate2.CreateFromPem(authority);
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null && shown.GetCertHashString() == trusted.GetCertHashString();
        var client = new HttpClient(handler) { BaseAddress = url, Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Sends a body and reads the whole answer; anything but success ends the run.</summary>
    public static async Task<byte[]> SendAsync(HttpClient client, HttpMethod method, string path, string mediaType, byte[] body)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        using var response = await client.SendAsync(request);
        var answer = await response.Content.ReadAsByteArrayAsync();
        return response.IsSuccessStatusCode ? answer : throw new InvalidOperationException($"{method} {path}: {response.StatusCode} {System.Text.Encoding.UTF8.GetString(answer)}");
    }

    public static Task<byte[]> CreateAsync(HttpClient client, string path, byte[] body) => SendAsync(client, HttpMethod.Post, path, "application/json", body);

    public static Task<byte[]> PatchAsync(HttpClient client, string path, byte[] body) => SendAsync(client, HttpMethod.Patch, path, "application/merge-patch+json", body);
}
