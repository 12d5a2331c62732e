using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks.Sources;

namespace KubeController.Reconcilers.Tests.Leading;

/// <summary>A watch's bytes on their way from the server: whoever waits for them goes on at once, on no thread of the pool.</summary>
internal sealed partial class LinkStream : Stream
{
    private readonly Stream _server;
    private readonly Queue<byte> _arrived = [];
    private readonly CancellationTokenSource _gone = new();
    private PendingRead? _reader;
    private long _version;
    private Exception? _failure;
    private bool _hasEnded;

    public LinkStream(Stream server, SimulatedScheduler network)
    {
        _server = server;
        network.Start(PumpAsync);
    }

    public bool IsSilent { get; set; }

    /// <summary>Gets the newest version that the server has sent; none is missing if it has ended.</summary>
    public long Version => _hasEnded ? long.MaxValue : Interlocked.Read(ref _version);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void Cut() => End(new IOException("The connection was cut."));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _reader = new(buffer);
        var read = _reader.Task;
        _reader.Registration = cancellationToken.UnsafeRegister(_ => Complete(new OperationCanceledException(cancellationToken)), null);
        Serve();
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hasEnded = true;
            _gone.Cancel();
            Complete(new ObjectDisposedException(nameof(LinkStream)));
        }

        base.Dispose(disposing);
    }

    private async Task PumpAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while (await _server.ReadAsync(buffer, _gone.Token) is > 0 and var count)
            {
                foreach (Match match in ResourceVersion().Matches(Encoding.UTF8.GetString(buffer, 0, count)))
                {
                    Interlocked.Exchange(ref _version, long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
                }
                if (!IsSilent)
                {
                    foreach (var one in buffer.AsSpan(0, count))
                    {
                        _arrived.Enqueue(one);
                    }

                    Serve();
                }
            }

            End(failure: null);
        }
        catch (Exception error)
        {
            End(error);
        }
        finally
        {
            await _server.DisposeAsync();
        }
    }

    [GeneratedRegex("\"resourceVersion\":\"(\\d+)\"")]
    private static partial Regex ResourceVersion();

    private void End(Exception? failure)
    {
        _failure ??= failure;
        _hasEnded = true;
        Serve();
    }

    private void Serve()
    {
        if (_reader is null || (_arrived.Count == 0 && !_hasEnded))
        {
            return;
        }

        if (_arrived.Count == 0 && _failure is not null)
        {
            Complete(_failure);
            return;
        }

        var count = 0;
        var buffer = _reader.Buffer.Span;
        while (count < buffer.Length && _arrived.TryDequeue(out var one))
        {
            buffer[count++] = one;
        }

        var reader = _reader;
        _reader = null;
        reader.Complete(count);
    }

    private void Complete(Exception failure)
    {
        var reader = _reader;
        _reader = null;
        reader?.Fail(failure);
    }

    /// <summary>Its continuation runs where it is completed, whatever the scheduler is.</summary>
    private sealed class PendingRead(Memory<byte> buffer) : IValueTaskSource<int>
    {
        private ManualResetValueTaskSourceCore<int> _core;

        public Memory<byte> Buffer { get; } = buffer;

        public CancellationTokenRegistration Registration { get; set; }

        public ValueTask<int> Task => new(this, _core.Version);

        public void Complete(int count)
        {
            Registration.Unregister();
            _core.SetResult(count);
        }

        public void Fail(Exception error)
        {
            Registration.Unregister();
            _core.SetException(error);
        }

        public int GetResult(short token) => _core.GetResult(token);

        public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _core.OnCompleted(continuation, state, token, flags);
    }
}
