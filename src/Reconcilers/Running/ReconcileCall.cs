namespace KubeController.Reconcilers.Running;

internal delegate ValueTask<ReconcileResult> ReconcileCall(ReconcileRequest request, CancellationToken cancellationToken);
