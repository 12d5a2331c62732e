using System.IO.Pipelines;
using System.Text;

namespace KubeController.Client.Tests.Scripts;

/// <summary>A response body that the test writes, segment by segment.</summary>
internal sealed class ScriptedBody
{
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));

    public ScriptedBody() => Stream = _pipe.Reader.AsStream();

    public Stream Stream { get; }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _pipe.Writer.WriteAsync(bytes);

    public async Task EndAsync() => await _pipe.Writer.CompleteAsync();

    public async Task BreakAsync(Exception error) => await _pipe.Writer.CompleteAsync(error);
}
