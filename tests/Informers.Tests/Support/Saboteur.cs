namespace KubeController.Informers.Tests.Support;

/// <summary>Stands between client and server, and does to the next watch what a bad network does: garbles it, or holds it open in silence.</summary>
internal sealed class Saboteur(HttpMessageHandler server) : DelegatingHandler(server)
{
    private TaskCompletionSource _met = new();
    private Func<Action, Stream>? _next;

    /// <summary>Sends a frame that is none instead of what the server says.</summary>
    /// <returns>A task that completes when the reader has got it.</returns>
    public Task GarbleNext() => Arm(met => new SabotagedStream("""{"type":"ADDED","object":{]}""" + "\n", met));

    /// <summary>Says nothing any more, and does not end.</summary>
    /// <returns>A task that completes when the reader waits.</returns>
    public Task StallNext() => Arm(met => new SabotagedStream(string.Empty, met));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode && request.RequestUri!.Query.Contains("watch=true", StringComparison.Ordinal) && Interlocked.Exchange(ref _next, null) is { } sabotage)
        {
            response.Content.Dispose();
            response.Content = new StreamContent(sabotage(() => _met.TrySetResult()));
            response.Content.Headers.ContentType = new("application/json");
        }

        return response;
    }

    private Task Arm(Func<Action, Stream> sabotage)
    {
        _met = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _next, sabotage);
        return _met.Task;
    }
}
