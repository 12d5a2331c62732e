using KubeController.Client;
using KubeController.Informers;

namespace KubeController.Reconcilers.Bench;

/// <summary>Patches the status of what is not Done. That it is, the store says: the patch wakes it once more.</summary>
internal sealed class DoneReconciler(Store<Widget> widgets, ResourceClient client, DoneBoard board) : IReconciler<Widget>
{
    public async ValueTask<ReconcileResult> ReconcileAsync(ReconcileRequest request, CancellationToken cancellationToken)
    {
        board.CountReconcile();
        if (!widgets.TryGet(request.Key, out var widget))
        {
            return ReconcileResult.Done;
        }

        if (widget.IsDone())
        {
            board.SetDone(request.Key);
            return ReconcileResult.Done;
        }

        var patch = new MergePatch().Set(WidgetStatus.Done, "status", "phase").Set(widget.Metadata.Generation, "status", "observedGeneration");
        await client.PatchStatusAsync<Widget>(request.Key, patch, cancellationToken);
        return ReconcileResult.Done;
    }
}
