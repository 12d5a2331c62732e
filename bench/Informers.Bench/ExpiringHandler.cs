using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using k8s;

namespace KubeController.Informers.Bench;

/// <summary>Sends lists to the server of a kubeconfig; a watch is quiet until it is told to expire, so that everything is listed again.</summary>
internal sealed class ExpiringHandler : DelegatingHandler
{
    private readonly AuthenticationHeaderValue? _authorization;
    private readonly TaskCompletionSource<PipeWriter> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ExpiringHandler(KubernetesClientConfiguration configuration)
    {
        _authorization = configuration.AccessToken is { } token ? new("Bearer", token) : null;
        var handler = new SocketsHttpHandler();
        if (configuration.SslCaCerts is { } authorities)
        {
            handler.SslOptions.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        if (configuration.ClientCertificateData is { } certificate && configuration.ClientCertificateKeyData is { } key)
        {
            var pair = X509Certificate2.CreateFromPem(TextOf(certificate), TextOf(key));
            handler.SslOptions.ClientCertificates = [X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null)];
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, mine, _, _) => mine[0];
        }

        InnerHandler = handler;
    }

    public async Task ExpireAsync()
    {
        var watch = await _opened.Task;
        await watch.WriteAsync("""{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Expired","code":410}}"""u8.ToArray());
        await watch.WriteAsync("\n"u8.ToArray());
        await watch.CompleteAsync();
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.Query.Contains("watch=", StringComparison.Ordinal))
        {
            var watch = new Pipe();
            _opened.TrySetResult(watch.Writer);
            var content = new StreamContent(watch.Reader.AsStream()) { Headers = { ContentType = new("application/json") } };
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        }

        request.Headers.Authorization = _authorization;
        return base.SendAsync(request, cancellationToken);
    }

    private static string TextOf(string base64) => System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(base64));
}
