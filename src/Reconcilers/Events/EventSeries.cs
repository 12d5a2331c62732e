using k8s.Models;

namespace KubeController.Reconcilers.Events;

/// <summary>An event and its repetitions: what they are, and what the server knows of them.</summary>
internal sealed class EventSeries(Eventsv1Event first, DateTimeOffset at)
{
    public Eventsv1Event First { get; } = first;

    /// <summary>How often it happened.</summary>
    public int Count { get; set; } = 1;

    /// <summary>When it happened last.</summary>
    public DateTimeOffset LastAt { get; set; } = at;

    /// <summary>The count that the server knows; zero before the event was created.</summary>
    public int SentCount { get; set; }

    /// <summary>When the server was told last.</summary>
    public DateTimeOffset SentAt { get; set; }

    public bool IsSent => SentCount == Count;
}
