using System.Threading.Channels;

namespace KubeController.Reconcilers.Tests.Support;

/// <summary>A reconciler that does what the test says, and tells when it is called.</summary>
internal sealed class ScriptedReconciler : IReconciler<Widget>
{
    private readonly Channel<ReconcileRequest> _begun = Channel.CreateUnbounded<ReconcileRequest>();

    public Func<ReconcileRequest, CancellationToken, ValueTask<ReconcileResult>> Script { get; set; } = static (_, _) => new(ReconcileResult.Done);

    /// <summary>Gets the number of calls that <see cref="NextAsync"/> has not told of.</summary>
    public int Untold => _begun.Reader.Count;

    public ValueTask<ReconcileResult> ReconcileAsync(ReconcileRequest request, CancellationToken cancellationToken)
    {
        _begun.Writer.TryWrite(request);
        return Script(request, cancellationToken);
    }

    /// <summary>Waits for the next call.</summary>
    public async Task<ReconcileRequest> NextAsync(CancellationToken cancellationToken)
    {
        ReconcileRequest request;
        while (!_begun.Reader.TryRead(out request))
        {
            await _begun.Reader.WaitToReadAsync(cancellationToken);
        }

        return request;
    }
}
