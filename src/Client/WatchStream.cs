using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using KubeController.Client.Wire;

namespace KubeController.Client;

/// <summary>Holds an open watch: the server has accepted it, and its frames can be read. Read it once, by one reader, and dispose it.</summary>
/// <typeparam name="T">The model of the resource, or <see cref="ResourceRecord"/>.</typeparam>
public sealed class WatchStream<T> : IAsyncDisposable
    where T : class
{
    private readonly HttpResponseMessage _response;
    private readonly PipeReader _pipe;
    private readonly FrameDecoder<T> _decoder;

    internal WatchStream(HttpResponseMessage response, Stream body, IItemDecoder<T> decoder)
    {
        _response = response;
        _pipe = PipeReader.Create(body, new(bufferSize: 16 * 1024));
        _decoder = new(decoder);
    }

    /// <summary>Reads the frames as they arrive.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The frames; the enumeration completes when the server ends the watch in good order, be it after no frame at all.</returns>
    /// <exception cref="IOException">The connection broke; what was delivered is whole, and a frame that was cut off is not.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async IAsyncEnumerable<WatchFrame<T>> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var scanned = 0L;
        while (true)
        {
            var result = await ReadAsync(cancellationToken);
            var rest = result.Buffer;
            while (TryTakeLine(ref rest, ref scanned, out var line))
            {
                if (!IsBlank(line))
                {
                    yield return _decoder.Decode(line);
                }
            }

            if (result.IsCompleted)
            {
                yield break;    // what is left lacks its line end: a frame that was cut off
            }

            _pipe.AdvanceTo(rest.Start, rest.End);
        }
    }

    /// <summary>Ends the watch, if it has not ended.</summary>
    /// <returns>A task that completes when the connection is let go.</returns>
    public async ValueTask DisposeAsync()
    {
        _response.Dispose();
        await _pipe.CompleteAsync();
    }

    private async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _pipe.ReadAsync(cancellationToken);
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested && error is (IOException or HttpRequestException))
        {
            throw new OperationCanceledException("The watch was cancelled.", error, cancellationToken);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException("The connection of the watch was given up.", error);
        }
    }

    /// <summary>Takes a line; what was searched in vain is not searched again when more has arrived.</summary>
    private static bool TryTakeLine(ref ReadOnlySequence<byte> rest, ref long scanned, out ReadOnlySequence<byte> line)
    {
        if (rest.Slice(scanned).PositionOf((byte)'\n') is not { } end)
        {
            scanned = rest.Length;
            line = default;
            return false;
        }

        line = rest.Slice(0, end);
        rest = rest.Slice(rest.GetPosition(1, end));
        scanned = 0;
        return true;
    }

    private static bool IsBlank(in ReadOnlySequence<byte> line) => line.IsEmpty || (line.Length <= 2 && line.FirstSpan.Trim(" \r\t"u8).IsEmpty);
}
