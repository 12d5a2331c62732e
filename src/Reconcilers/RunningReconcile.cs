namespace KubeController.Reconcilers;

/// <summary>A reconcile that runs.</summary>
/// <param name="Request">What is reconciled, and why.</param>
/// <param name="Elapsed">For how long it has been running.</param>
public sealed record RunningReconcile(ReconcileRequest Request, TimeSpan Elapsed);
