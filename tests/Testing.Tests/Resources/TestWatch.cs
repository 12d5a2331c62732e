using System.Text.Json.Nodes;

namespace KubeController.Testing.Tests.Resources;

/// <summary>Reads the frames of a watch one by one.</summary>
internal sealed class TestWatch(IAsyncEnumerable<IReadOnlyList<ReadOnlyMemory<byte>>> frames) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<JsonObject> _waiting = new();
    private IAsyncEnumerator<IReadOnlyList<ReadOnlyMemory<byte>>>? _batches;
    private Task<bool>? _moving;

    /// <summary>The next frame; null at the end of the stream.</summary>
    public async Task<JsonObject?> NextAsync()
    {
        while (_waiting.Count == 0)
        {
            var hasMore = await MoveAsync();
            _moving = null;
            if (!hasMore)
            {
                return null;
            }

            foreach (var frame in _batches!.Current)
            {
                Assert.That(frame.Span[^1], Is.EqualTo((byte)'\n'), "A frame is a whole line.");
                _waiting.Enqueue((JsonObject)JsonNode.Parse(frame.Span)!);
            }
        }

        return _waiting.Dequeue();
    }

    /// <summary>The next frame as <c>TYPE name@value</c>.</summary>
    public async Task<string> NextTextAsync()
    {
        var frame = await NextAsync();
        return frame is null ? "end" : $"{frame["type"]} {frame["object"]!["metadata"]!["name"]}";
    }

    /// <summary>Starts to read ahead, so that the stream sleeps until something happens; whether it does.</summary>
    public bool IsSleeping()
    {
        return _waiting.Count == 0 && !MoveAsync().IsCompleted;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_moving is not null)
        {
            await ((Task)_moving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (_batches is not null)
        {
            await _batches.DisposeAsync();
        }

        _stop.Dispose();
    }

    private Task<bool> MoveAsync()
    {
        _batches ??= frames.GetAsyncEnumerator(_stop.Token);
        return _moving ??= _batches.MoveNextAsync().AsTask();
    }
}
