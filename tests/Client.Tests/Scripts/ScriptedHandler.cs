using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace KubeController.Client.Tests.Scripts;

/// <summary>Answers requests from a script, one line each; the last line answers all further ones.</summary>
internal sealed class ScriptedHandler : HttpMessageHandler
{
    private readonly List<Func<ScriptedRequest, CancellationToken, Task<HttpResponseMessage>>> _script = [];
    private readonly List<ScriptedRequest> _requests = [];
    private readonly Lock _lock = new();

    public IReadOnlyList<ScriptedRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    public bool IsDisposed { get; private set; }

    public ScriptedHandler Then(Func<ScriptedRequest, CancellationToken, Task<HttpResponseMessage>> answer)
    {
        _script.Add(answer);
        return this;
    }

    public ScriptedHandler Then(HttpStatusCode code, string body, string type = "application/json", string? retryAfter = null) =>
        Then((_, _) => Task.FromResult(Answer(code, body, type, retryAfter)));

    public ScriptedHandler ThenBody(Stream body) => Then((_, _) => Task.FromResult(Answer(body)));

    public ScriptedHandler ThenThrow(Exception error) => Then((_, _) => Task.FromException<HttpResponseMessage>(error));

    /// <summary>Never answers, until the request is cancelled; tells when it has begun, and, in the cancelling call itself, that it was cancelled.</summary>
    public ScriptedHandler ThenHang(TaskCompletionSource? begun = null, Action? whenCancelled = null) => Then(async (_, cancellationToken) =>
    {
        using var registration = cancellationToken.Register(() => whenCancelled?.Invoke());
        begun?.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        throw new InvalidOperationException("Not reached.");
    });

    public static HttpResponseMessage Answer(HttpStatusCode code, string body, string type = "application/json", string? retryAfter = null)
    {
        var response = new HttpResponseMessage(code) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (retryAfter is not null)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }

        return response;
    }

    public static HttpResponseMessage Answer(Stream body)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        var seen = new ScriptedRequest(request, request.Method.Method, request.RequestUri!.PathAndQuery, body);
        int line;
        lock (_lock)
        {
            _requests.Add(seen);
            line = Math.Min(_requests.Count, _script.Count) - 1;
        }

        return await _script[line](seen, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
