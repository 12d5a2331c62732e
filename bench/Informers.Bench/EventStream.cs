using System.Globalization;
using System.Text;

namespace KubeController.Informers.Bench;

/// <summary>A watch that tells as many changes as are read of it, each with the next version, and is quiet after a limit. The frames are made before; only the version is written into them.</summary>
internal sealed class EventStream(IReadOnlyList<byte[]> frames, IReadOnlyList<int> versionAt, long version, long limit) : Stream
{
    // Frames that are read at once end where a read ends or go on in the next one.
    private byte[] _frame = [];
    private int _read;
    private long _told;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Makes frames of objects whose version is written as ten digits <c>RRRRRRRRRR</c>.</summary>
    public static (IReadOnlyList<byte[]> Frames, IReadOnlyList<int> VersionAt) Frames(IEnumerable<string> objects)
    {
        var frames = objects.Select(json => $$"""{"type":"MODIFIED","object":{{json}}}""" + "\n").ToList();
        return ([.. frames.Select(Encoding.UTF8.GetBytes)], [.. frames.Select(frame => frame.IndexOf("RRRRRRRRRR", StringComparison.Ordinal))]);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = Read(buffer.Span);
        if (count == 0)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        return count;
    }

    public override int Read(Span<byte> buffer)
    {
        var count = 0;
        buffer = buffer[..Math.Min(buffer.Length, ReplayHandler.ReadSize)];
        while (count < buffer.Length && (_read < _frame.Length || TryNext()))
        {
            var part = Math.Min(buffer.Length - count, _frame.Length - _read);
            _frame.AsSpan(_read, part).CopyTo(buffer[count..]);
            (_read, count) = (_read + part, count + part);
        }

        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private bool TryNext()
    {
        if (_told == limit)
        {
            return false;
        }

        var at = (int)(_told++ % frames.Count);
        (_frame, _read) = (frames[at], 0);
        (version + _told).TryFormat(_frame.AsSpan(versionAt[at], 10), out _, "D10", CultureInfo.InvariantCulture);
        return true;
    }
}
