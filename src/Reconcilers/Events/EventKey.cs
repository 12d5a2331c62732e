using k8s.Models;

namespace KubeController.Reconcilers.Events;

/// <summary>What events of a series have in common. The note is not among it, nor the version of the object.</summary>
internal readonly record struct EventKey(string Type, string Reason, string Action, ObjectKey Regarding, ObjectKey? Related)
{
    public static EventKey Of(Eventsv1Event recorded) => new(
        recorded.Type, recorded.Reason, recorded.Action, ObjectKey.Of(recorded.Regarding), recorded.Related is { } related ? ObjectKey.Of(related) : null);

    public override string ToString() => $"{Type} {Reason} of {Regarding}";
}
