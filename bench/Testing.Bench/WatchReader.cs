using System.Globalization;
using System.Text;

namespace KubeController.Testing.Bench;

/// <summary>One watcher: reads frames until it has seen so many, and keeps the revision of each.</summary>
internal sealed class WatchReader(int events) : IDisposable
{
    private static readonly byte[] Mark = "\"resourceVersion\":\""u8.ToArray();
    private readonly long[] _revisions = new long[events];
    private HttpResponseMessage? _response;
    private Stream? _stream;

    public ReadOnlySpan<long> Revisions => _revisions;

    public long Bytes { get; private set; }

    public async Task OpenAsync(HttpClient client, string path)
    {
        _response = await client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        _response.EnsureSuccessStatusCode();
        _stream = await _response.Content.ReadAsStreamAsync();
    }

    public async Task ReadAsync()
    {
        var buffer = new byte[16 * 1024];
        var (held, seen) = (0, 0);
        while (seen < events)
        {
            if (held == buffer.Length)
            {
                Array.Resize(ref buffer, 2 * buffer.Length);
            }

            var read = await _stream!.ReadAsync(buffer.AsMemory(held));
            if (read == 0)
            {
                throw new InvalidOperationException($"A watch ended after {seen} of {events} events.");
            }

            Bytes += read;
            held += read;
            held = Take(buffer.AsSpan(0, held), ref seen);
        }
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _response?.Dispose();
    }

    // Takes whole lines; moves what is left to the front, and says how much that is.
    private int Take(Span<byte> held, ref int seen)
    {
        var rest = held;
        while (rest.IndexOf((byte)'\n') is var end and >= 0)
        {
            var line = rest[..end];
            var at = line.IndexOf(Mark);
            if (at < 0 || seen == events)
            {
                throw new InvalidOperationException($"Not a change, or one too many: {Encoding.UTF8.GetString(line)}");
            }

            var number = line[(at + Mark.Length)..];
            _revisions[seen++] = long.Parse(number[..number.IndexOf((byte)'"')], CultureInfo.InvariantCulture);
            rest = rest[(end + 1)..];
        }

        rest.CopyTo(held);
        return rest.Length;
    }
}
