namespace KubeController.Informers;

/// <summary>Holds the snapshot of a store that pages are read from, and where the next one begins. As long as it is held, the states of that snapshot are.</summary>
public sealed class StoreContinuation
{
    internal StoreContinuation(object snapshot, StoreQuery query, int rank) => (Snapshot, Query, Rank) = (snapshot, query, rank);

    internal object Snapshot { get; }

    internal StoreQuery Query { get; }

    internal int Rank { get; }
}
