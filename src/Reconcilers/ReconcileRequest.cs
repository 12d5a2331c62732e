using KubeController.Client;

namespace KubeController.Reconcilers;

/// <summary>Names the resource to reconcile.</summary>
/// <param name="Key">The resource of the controller's own type; it may be gone.</param>
/// <param name="Attempt">1, and one more for each failure since the last success of this key.</param>
public readonly record struct ReconcileRequest(NamespacedName Key, int Attempt)
{
    /// <summary>Gets what woke this reconcile, in the order it happened; of many, the first eight.</summary>
    /// <remarks>For logs, traces and diagnostics. A request made by hand, in a test, has none.</remarks>
    public IReadOnlyList<ReconcileCause> Causes { get => field ?? []; init; }

    /// <summary>Gets the term in which the controller leads; <see langword="null"/> if there is no leader election.</summary>
    /// <remarks>Its token grows with every term: give it to what is written outside of the cluster, so that a writer of an earlier term is refused there.</remarks>
    public LeaderTerm? Term { get; init; }
}
