namespace KubeController.Reconcilers.Leading;

/// <summary>What can be said of an elector in numbers, at one moment.</summary>
internal readonly record struct ElectionFigures(bool IsLeader, long Terms, long SlowPaths, long Failures);
