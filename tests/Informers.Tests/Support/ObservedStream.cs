namespace KubeController.Informers.Tests.Support;

/// <summary>A stream that tells when its reader has read so many bytes and comes back for more: by then it has dealt with them.</summary>
internal sealed class ObservedStream(Stream inner) : Stream
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _asks = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _read;
    private bool _isAsking;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public async Task DealtWithAsync(long count, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task asks;
            lock (_lock)
            {
                if (_isAsking && _read >= count)
                {
                    return;
                }

                asks = _asks.Task;
            }

            await asks.WaitAsync(cancellationToken);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            _isAsking = true;
            _asks.TrySetResult();
            _asks = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        var read = await inner.ReadAsync(buffer, cancellationToken);
        lock (_lock)
        {
            _isAsking = false;
            _read += read;
        }

        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }
}
