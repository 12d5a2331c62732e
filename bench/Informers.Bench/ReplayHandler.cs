using System.Net;
using System.Net.Http.Headers;

namespace KubeController.Informers.Bench;

/// <summary>Answers a list and a watch from memory, in reads of at most 16 KB, as a TLS connection gives them.</summary>
internal sealed class ReplayHandler(byte[] list, Func<Stream> watch) : HttpMessageHandler
{
    public const int ReadSize = 16 * 1024;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.RequestUri!.Query.Contains("watch=", StringComparison.Ordinal) ? watch() : new MemoryStream(list, writable: false);
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body), RequestMessage = request };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return Task.FromResult(response);
    }
}
