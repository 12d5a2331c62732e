using k8s.Models;

namespace KubeController.Reconcilers.Events;

/// <summary>What is to be sent of a series: the event itself, or how often it happened by now.</summary>
internal sealed record EventWrite(Eventsv1Event Event, int Count, DateTimeOffset LastAt, bool IsNew);
