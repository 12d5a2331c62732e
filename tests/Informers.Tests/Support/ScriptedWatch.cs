using System.IO.Pipelines;
using System.Text;

namespace KubeController.Informers.Tests.Support;

/// <summary>An open watch that the test fills, frame by frame.</summary>
internal sealed class ScriptedWatch
{
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 0));

    private readonly ObservedStream _stream;
    private long _sent;

    public ScriptedWatch()
    {
        _stream = new(_pipe.Reader.AsStream());
        Content = new StreamContent(_stream);
        Content.Headers.ContentType = new("application/json");
    }

    public HttpContent Content { get; }

    public Task AddedAsync(string item) => SendAsync($$"""{"type":"ADDED","object":{{item}}}""");

    public Task ModifiedAsync(string item) => SendAsync($$"""{"type":"MODIFIED","object":{{item}}}""");

    public Task DeletedAsync(string item) => SendAsync($$"""{"type":"DELETED","object":{{item}}}""");

    public Task BookmarkAsync(string resourceVersion) =>
        SendAsync($$$"""{"type":"BOOKMARK","object":{"apiVersion":"v1","kind":"ConfigMap","metadata":{"resourceVersion":"{{{resourceVersion}}}"} }}""");

    /// <summary>Sends the bookmark that ends the initial events of a streaming list.</summary>
    public Task InitialEndAsync(string resourceVersion, string annotation = "\"true\"") => SendAsync(
        $$$"""{"type":"BOOKMARK","object":{"apiVersion":"v1","kind":"ConfigMap","metadata":{"resourceVersion":"{{{resourceVersion}}}","annotations":{"k8s.io/initial-events-end":{{{annotation}}}}} }}""");

    public Task ErrorAsync(int code, string reason, int? retryAfter = null, string? cause = null) => SendAsync($$"""{"type":"ERROR","object":{{Json.Status(code, reason, "no", retryAfter, cause)}}}""");

    public Task SendAsync(string frame) => SendPartAsync(frame + "\n");

    /// <summary>Sends text as it is, without a line end.</summary>
    public async Task SendPartAsync(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        _sent += bytes.Length;
        await _pipe.Writer.WriteAsync(bytes);
    }

    /// <summary>Waits until the reader has dealt with all that was sent.</summary>
    public Task DealtWithAsync(CancellationToken cancellationToken) => _stream.DealtWithAsync(_sent, cancellationToken);

    /// <summary>Ends the stream in good order.</summary>
    public void End() => _pipe.Writer.Complete();

    /// <summary>Breaks the connection.</summary>
    public void Cut() => _pipe.Writer.Complete(new IOException("The connection was reset."));
}
