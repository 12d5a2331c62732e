using System.Net;
using System.Text;

namespace KubeController.Reconcilers.Tests.Support;

/// <summary>Answers every request alike, and remembers them.</summary>
internal sealed class RecordingServer(HttpStatusCode status, string body) : HttpMessageHandler
{
    public List<(string Method, string Path, string? ContentType, string Body)> Requests { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add((request.Method.Method, request.RequestUri!.AbsolutePath, request.Content?.Headers.ContentType?.MediaType, sent));
        return new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
    }
}
