using System.Text.Json.Nodes;

namespace KubeController.Testing.Tests.Recorded;

/// <summary>A watch that stays open while further steps run; its frames are collected as they come.</summary>
internal sealed class ReplayWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    // Frames that no step has claimed yet.
    private readonly List<JsonObject> _frames = [];
    private readonly HttpResponseMessage _response;
    private readonly Task _reading;

    public ReplayWatch(RecordedStep step, HttpResponseMessage response)
    {
        Step = step;
        _response = response;
        _reading = ReadAsync();
    }

    /// <summary>The step that opened it.</summary>
    public RecordedStep Step { get; }

    public string? Failure { get; private set; }

    public bool HasEnded => _reading.IsCompleted;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _frames.Count;
            }
        }
    }

    /// <summary>Takes the frames that came since the last call. Bookmarks that only repeat the one before are left out.</summary>
    public IReadOnlyList<JsonObject> Take()
    {
        lock (_lock)
        {
            var taken = _frames.Where((frame, i) => i == 0 || !IsBookmark(frame) || !JsonNode.DeepEquals(frame, _frames[i - 1])).ToList();
            _frames.Clear();
            return taken;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _response.Dispose();
        await _reading;
        _stop.Dispose();
    }

    private static bool IsBookmark(JsonObject frame) => frame["type"]?.GetValue<string>() == "BOOKMARK";

    private async Task ReadAsync()
    {
        try
        {
            await using var stream = await _response.Content.ReadAsStreamAsync(_stop.Token);
            using var reader = new StreamReader(stream);
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                lock (_lock)
                {
                    _frames.Add(JsonNode.Parse(line)!.AsObject());
                }
            }
        }
        catch (Exception error) when (!_stop.IsCancellationRequested)
        {
            Failure = error.Message;      // told with the step that looks at this watch
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or ObjectDisposedException or HttpRequestException)
        {
            // This side ended it.
        }
    }
}
