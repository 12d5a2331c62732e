using System.Threading.Channels;

namespace KubeController.Informers.Tests.Support;

/// <summary>An API server whose every answer the test gives: each request waits until the test takes and answers it.</summary>
internal sealed class ScriptedServer : HttpMessageHandler
{
    private readonly Channel<ScriptedRequest> _requests = Channel.CreateUnbounded<ScriptedRequest>();
    private int _open;

    /// <summary>Gets the number of requests that nobody has answered or given up yet.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Gets the number of requests that arrived and were not taken.</summary>
    public int Untaken => _requests.Reader.Count;

    /// <summary>Waits for the next request.</summary>
    public async Task<ScriptedRequest> NextAsync(CancellationToken cancellationToken)
    {
        ScriptedRequest? request;
        while (!_requests.Reader.TryRead(out request))
        {
            await _requests.Reader.WaitToReadAsync(cancellationToken);
        }

        return request;
    }

    /// <summary>Waits for a list.</summary>
    public async Task<ScriptedRequest> NextListAsync(CancellationToken cancellationToken)
    {
        var request = await NextAsync(cancellationToken);
        Assert.That(request.IsWatch, Is.False, $"Expected a list, got {request}.");
        return request;
    }

    /// <summary>Waits for a watch.</summary>
    public async Task<ScriptedRequest> NextWatchAsync(CancellationToken cancellationToken)
    {
        var request = await NextAsync(cancellationToken);
        Assert.That(request.IsWatch, Is.True, $"Expected a watch, got {request}.");
        return request;
    }

    /// <summary>Waits for a watch that asks for the present state first.</summary>
    public async Task<ScriptedRequest> NextStreamAsync(CancellationToken cancellationToken)
    {
        var request = await NextWatchAsync(cancellationToken);
        Assert.That(request["sendInitialEvents"], Is.EqualTo("true"), $"Expected a streaming list, got {request}.");
        return request;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var scripted = new ScriptedRequest(request.RequestUri!, request.Headers.TryGetValues("Accept", out var accept) ? string.Join(',', accept) : string.Empty);
        Interlocked.Increment(ref _open);
        try
        {
            _requests.Writer.TryWrite(scripted);
            return await scripted.Response.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
