using System.IO.Pipelines;
using System.Text;

namespace KubeController.Informers.Tests.Support;

/// <summary>An open watch that the test fills, frame by frame.</summary>
internal sealed class ScriptedWatch
{
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 0));

    public ScriptedWatch()
    {
        Content = new StreamContent(_pipe.Reader.AsStream());
        Content.Headers.ContentType = new("application/json");
    }

    public HttpContent Content { get; }

    public Task AddedAsync(string item) => SendAsync($$"""{"type":"ADDED","object":{{item}}}""");

    public Task ModifiedAsync(string item) => SendAsync($$"""{"type":"MODIFIED","object":{{item}}}""");

    public Task DeletedAsync(string item) => SendAsync($$"""{"type":"DELETED","object":{{item}}}""");

    public Task BookmarkAsync(string resourceVersion) =>
        SendAsync($$$"""{"type":"BOOKMARK","object":{"apiVersion":"v1","kind":"ConfigMap","metadata":{"resourceVersion":"{{{resourceVersion}}}"} }}""");

    public Task ErrorAsync(int code, string reason, int? retryAfter = null) => SendAsync($$"""{"type":"ERROR","object":{{Json.Status(code, reason, "no", retryAfter)}}}""");

    public Task SendAsync(string frame) => SendPartAsync(frame + "\n");

    /// <summary>Sends text as it is, without a line end.</summary>
    public async Task SendPartAsync(string text) => await _pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Ends the stream in good order.</summary>
    public void End() => _pipe.Writer.Complete();

    /// <summary>Breaks the connection.</summary>
    public void Cut() => _pipe.Writer.Complete(new IOException("The connection was reset."));
}
