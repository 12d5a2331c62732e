using System.Text;

namespace KubeController.Informers.Tests.Support;

/// <summary>Gives its text, and then neither more nor its end.</summary>
internal sealed class SabotagedStream(string text, Action onSilence) : MemoryStream(Encoding.UTF8.GetBytes(text))
{
    private readonly CancellationTokenSource _closed = new();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position < Length)
        {
            return Read(buffer.Span);
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closed.Token);
        var silence = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = either.Token.Register(() => silence.TrySetCanceled(either.Token));
        onSilence();
        return await silence.Task;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // The garbled frame ends the reading without another read.
            onSilence();
            _closed.Cancel();
        }

        base.Dispose(disposing);
    }
}
