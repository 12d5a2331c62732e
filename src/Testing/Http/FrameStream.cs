namespace KubeController.Testing.Http;

/// <summary>Reads the frames of a watch as a stream of bytes; the frames are made when somebody reads. For one reader.</summary>
internal sealed class FrameStream : Stream
{
    private readonly CancellationTokenSource _stop;
    private readonly IAsyncEnumerator<IReadOnlyList<ReadOnlyMemory<byte>>> _batches;
    private IReadOnlyList<ReadOnlyMemory<byte>> _batch = [];
    private int _next;
    private ReadOnlyMemory<byte> _rest;
    private bool _isReading;
    private bool _isDisposed;

    /// <summary>Opens the stream.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="closed">Ends the stream from the other side.</param>
    public FrameStream(IAsyncEnumerable<IReadOnlyList<ReadOnlyMemory<byte>>> frames, CancellationToken closed)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(closed);
        _batches = frames.GetAsyncEnumerator(_stop.Token);
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        while (_rest.IsEmpty)
        {
            if (_next < _batch.Count)
            {
                _rest = _batch[_next++];
            }
            else if (!await NextBatchAsync(cancellationToken))
            {
                return 0;
            }
        }

        var count = Math.Min(buffer.Length, _rest.Length);
        _rest.Span[..count].CopyTo(buffer.Span);
        _rest = _rest[count..];
        return count;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A watch is read asynchronously.");

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
        // There is nothing to flush on a stream that is only read.
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        Stop();
        if (!_isReading)
        {
            await _batches.DisposeAsync();
            _stop.Dispose();
        }

        await base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Stop();
        }

        base.Dispose(disposing);
    }

    // A reader in the middle of a read ends with a cancellation, and so do the frames.
    private void Stop()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _stop.Cancel();
        }
    }

    private async ValueTask<bool> NextBatchAsync(CancellationToken cancellationToken)
    {
        _isReading = true;
        try
        {
            await using var registration = cancellationToken.Register(static state => ((CancellationTokenSource)state!).Cancel(), _stop);
            if (!await _batches.MoveNextAsync())
            {
                return false;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException("The watch was closed.");
        }
        finally
        {
            _isReading = false;
        }

        (_batch, _next) = (_batches.Current, 0);
        return true;
    }
}
