using System.Diagnostics;
using KubeController.Client;
using KubeController.Informers;

namespace KubeController.Reconcilers;

/// <summary>Tells one thing that woke a reconcile. For logs, traces and diagnostics: a reconcile that decides by it is not level-based any more.</summary>
/// <param name="Kind">What kind of thing it was.</param>
/// <param name="Source">Where it came from: the resource type, such as <c>pods.v1</c>, or the name of the channel or the timer; empty where it came from the controller itself.</param>
public readonly record struct ReconcileCause(ReconcileCauseKind Kind, string Source)
{
    /// <summary>Gets the object that changed; <see langword="null"/> if it was none.</summary>
    public NamespacedName? Object { get; init; }

    /// <summary>Gets how the informer came to know of the change; <see langword="null"/> if it was none.</summary>
    public ChangeOrigin? Origin { get; init; }

    /// <summary>Gets the trace in which it happened, if somebody listens to traces: that of the reconcile whose write it was, that of whoever wrote to the channel, or one of its own.</summary>
    public ActivityContext Trace { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Object is { } changed ? $"{Kind} {Source} {changed}" : Source.Length > 0 ? $"{Kind} {Source}" : $"{Kind}";
}
