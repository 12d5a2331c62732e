using System.Text;

namespace KubeController.Client.Tests.Scripts;

/// <summary>Gives its reader one piece at a time, and tells when the reader asks for the next.</summary>
internal sealed class SteppedStream : Stream
{
    private readonly SemaphoreSlim _asked = new(0);
    private readonly SemaphoreSlim _given = new(0);
    private readonly Queue<byte[]> _pieces = [];

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Waits until the reader asks for a piece; it waits for one by then.</summary>
    public Task AskedAsync(CancellationToken cancellationToken) => _asked.WaitAsync(cancellationToken);

    public void Give(string piece)
    {
        _pieces.Enqueue(Encoding.UTF8.GetBytes(piece));
        _given.Release();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _asked.Release();
        await _given.WaitAsync(cancellationToken);
        var piece = _pieces.Dequeue();
        piece.CopyTo(buffer);
        return piece.Length;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
