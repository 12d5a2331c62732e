using System.IO.Compression;

namespace KubeController.Testing.Http;

/// <summary>Compresses large answers for those who take gzip.</summary>
internal static class ResponseCompression
{
    private const int Threshold = 128 * 1024;

    /// <summary>Whether an answer is compressed. The server knows a bare <c>gzip</c> only, not one with a quality.</summary>
    public static bool IsWanted(string acceptEncoding, int length) =>
        length > Threshold && acceptEncoding.Split(',', StringSplitOptions.TrimEntries).Contains("gzip");

    /// <summary>The body, compressed.</summary>
    public static ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> body)
    {
        using var buffer = new MemoryStream(body.Length / 4);
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body.Span);
        }

        return buffer.ToArray();
    }
}
