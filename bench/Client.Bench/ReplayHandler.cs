using System.Net;
using System.Net.Http.Headers;

namespace KubeController.Client.Bench;

/// <summary>Answers every request with the same body, in reads of at most 16 KB, as a TLS connection gives them.</summary>
internal sealed class ReplayHandler(byte[] body) : DelegatingHandler
{
    private const int ReadSize = 16 * 1024;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new Reads(body)), RequestMessage = request };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return Task.FromResult(response);
    }

    private sealed class Reads(byte[] body) : MemoryStream(body, writable: false)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Read(buffer.Span[..Math.Min(buffer.Length, ReadSize)]));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Task.FromResult(Read(buffer, offset, Math.Min(count, ReadSize)));
    }
}
