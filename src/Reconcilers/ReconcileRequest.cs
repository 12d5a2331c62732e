using KubeController.Client;

namespace KubeController.Reconcilers;

/// <summary>Names the resource to reconcile.</summary>
/// <param name="Key">The resource of the controller's own type; it may be gone.</param>
/// <param name="Attempt">1, and one more for each failure since the last success of this key.</param>
public readonly record struct ReconcileRequest(NamespacedName Key, int Attempt);
