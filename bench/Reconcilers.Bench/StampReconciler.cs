using KubeController.Informers;

namespace KubeController.Reconcilers.Bench;

/// <summary>Notes when it was called for which stamp.</summary>
internal sealed class StampReconciler(Store<Widget> widgets, StampBoard board) : IReconciler<Widget>
{
    public ValueTask<ReconcileResult> ReconcileAsync(ReconcileRequest request, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (widgets.TryGet(request.Key, out var widget))
        {
            board.Add(request.Key, widget.Spec.Stamp, now);
        }

        return ValueTask.FromResult(ReconcileResult.Done);
    }
}
