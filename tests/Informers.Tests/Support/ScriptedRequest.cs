using System.Net;
using System.Text;

namespace KubeController.Informers.Tests.Support;

/// <summary>A request that waits for the test's answer.</summary>
internal sealed class ScriptedRequest(Uri uri, string accept = "")
{
    private readonly TaskCompletionSource<HttpResponseMessage> _response = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, string> _query = uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => Uri.UnescapeDataString(part[1]));

    public Task<HttpResponseMessage> Response => _response.Task;

    public string Path => uri.AbsolutePath;

    /// <summary>Gets what answers the client understands.</summary>
    public string AcceptHeader => accept.Replace(" ", string.Empty, StringComparison.Ordinal);

    public bool IsWatch => _query.ContainsKey("watch");

    public string? ResourceVersion => this["resourceVersion"];

    public string? this[string name] => _query.GetValueOrDefault(name);

    public override string ToString() => uri.PathAndQuery;

    /// <summary>Answers with a list.</summary>
    public void ReplyList(string resourceVersion, params IEnumerable<string> items) => ReplyPage(resourceVersion, null, items);

    /// <summary>Answers with one page of a list.</summary>
    public void ReplyPage(string resourceVersion, string? token, params IEnumerable<string> items) => Reply(HttpStatusCode.OK,
        $$"""{"apiVersion":"v1","kind":"ConfigMapList","metadata":{"resourceVersion":"{{resourceVersion}}"{{(token is null ? "" : $",\"continue\":\"{token}\"")}}},"items":[{{string.Join(',', items)}}]}""");

    /// <summary>Answers with a Status.</summary>
    public void Refuse(HttpStatusCode code, string reason, string message = "no", int? retryAfter = null, string? cause = null) =>
        Reply(code, Json.Status((int)code, reason, message, retryAfter, cause), retryAfter);

    public void Reply(HttpStatusCode code, string json, int? retryAfter = null)
    {
        var response = new HttpResponseMessage(code) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (retryAfter is { } seconds)
        {
            response.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        }

        _response.SetResult(response);
    }

    /// <summary>Fails without an answer.</summary>
    public void Fail(Exception error) => _response.SetException(error);

    public void RefuseConnection() => Fail(new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused"));

    /// <summary>Answers with a stream that the test fills.</summary>
    public ScriptedWatch Accept()
    {
        var watch = new ScriptedWatch();
        _response.SetResult(new(HttpStatusCode.OK) { Content = watch.Content });
        return watch;
    }
}
