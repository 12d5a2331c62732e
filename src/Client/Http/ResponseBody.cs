using System.IO.Compression;

namespace KubeController.Client.Http;

/// <summary>Opens the body of a response, decompressed where it is compressed.</summary>
internal static class ResponseBody
{
    public static async Task<Stream> OpenAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken);
        return content.Headers.ContentEncoding.LastOrDefault() switch
        {
            null or "identity" => stream,
            "gzip" => new GZipStream(stream, CompressionMode.Decompress),
            var encoding => throw new InvalidDataException($"The response is encoded as '{encoding}', which was not asked for; only gzip is understood."),
        };
    }
}
