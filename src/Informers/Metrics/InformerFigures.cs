namespace KubeController.Informers.Metrics;

/// <summary>What can be said of an informer in numbers, at one moment.</summary>
/// <param name="State">What it tells of itself.</param>
/// <param name="StoreSize">How many bytes of JSON the store keeps; <see langword="null"/> where it keeps objects, whose size nobody knows.</param>
/// <param name="Staleness">How long ago the server was heard of last; before that, how long ago the informer began.</param>
/// <param name="Pending">How many changes wait, for each name of a subscriber.</param>
internal sealed record InformerFigures(InformerState State, long? StoreSize, TimeSpan Staleness, IReadOnlyDictionary<string, int> Pending);
