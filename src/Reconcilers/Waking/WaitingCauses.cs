using System.Runtime.InteropServices;
using KubeController.Client;
using KubeController.WorkQueues;

namespace KubeController.Reconcilers.Waking;

/// <summary>Why each key waits. Bounded: of many causes of one key, the first are kept.</summary>
internal sealed class WaitingCauses(TimeProvider timeProvider)
{
    private const int MostCauses = 8;

    private readonly Lock _lock = new();
    private readonly Dictionary<NamespacedName, Entry> _entries = [];

    /// <summary>Notes a cause, and does what follows from it before anybody can take the note.</summary>
    public void Note(NamespacedName key, in ReconcileCause cause, Action<NamespacedName, int> add, int priority)
    {
        lock (_lock)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, key, out _);
            entry = entry.With(cause, timeProvider.GetTimestamp());
            add(key, priority);
        }
    }

    /// <summary>Notes that a key comes back by itself. What happens before that takes its place.</summary>
    /// <param name="key">The key.</param>
    /// <param name="kind">Why it comes back.</param>
    /// <param name="delay">When.</param>
    /// <param name="since">When the event was that is not dealt with yet; <see langword="null"/> if there is none.</param>
    public void NoteReturn(NamespacedName key, ReconcileCauseKind kind, TimeSpan delay, long? since)
    {
        var due = timeProvider.GetTimestamp() + (long)(delay.TotalSeconds * timeProvider.TimestampFrequency);
        lock (_lock)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, key, out _);
            entry = entry with { Return = kind, ReturnDue = due, Since = since ?? entry.Since };
        }
    }

    /// <summary>Hands the causes of a key out, and forgets them.</summary>
    /// <param name="key">The key, that a worker has just taken.</param>
    /// <param name="priority">With which priority it waited: what the failsafe brings back has the least, and is not noted, since that would be a note for each object there is.</param>
    /// <returns>
    /// The causes, at least one, and when the first event was that is not dealt with yet; <see langword="null"/> if there was none, for what was there at the beginning is no event.
    /// </returns>
    public (IReadOnlyList<ReconcileCause> Causes, long? Since) Take(NamespacedName key, int priority)
    {
        Entry entry;
        lock (_lock)
        {
            _entries.Remove(key, out entry);
        }

        var causes = entry.Causes ?? [];
        if (entry.Return is { } kind && timeProvider.GetTimestamp() >= entry.ReturnDue)
        {
            causes.Insert(0, new(kind, string.Empty));
        }
        else if (causes.Count == 0)
        {
            causes.Add(new(priority == WorkPriority.Background ? ReconcileCauseKind.Failsafe : ReconcileCauseKind.Again, string.Empty));
        }

        return (causes, entry.Since);
    }

    private readonly record struct Entry
    {
        public List<ReconcileCause>? Causes { get; private init; }

        public long? Since { get; init; }

        public ReconcileCauseKind? Return { get; init; }

        public long ReturnDue { get; init; }

        public Entry With(in ReconcileCause cause, long now)
        {
            var causes = Causes ?? new(1);
            if (causes.Count < MostCauses)
            {
                causes.Add(cause);
            }

            return this with { Causes = causes, Since = cause.Kind is ReconcileCauseKind.Listed or ReconcileCauseKind.Resync ? Since : Since ?? now };
        }
    }
}
