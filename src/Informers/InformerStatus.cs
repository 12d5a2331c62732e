using KubeController.Informers.Reflecting;

namespace KubeController.Informers;

/// <summary>Keeps book of what an informer is doing. One writer at a time, many readers.</summary>
/// <remarks>The one place where the facts are; what is shown, measured or judged of an informer is derived from here.</remarks>
internal sealed class InformerStatus(string name, bool streamsLists, TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    // Apart from the state: they change with every frame.
    private long _lastContact;
    private long _events;
    private long _bookmarks;
    private long _ownWrites;
    private long _waits;
    private long _liveReads;
    private InformerState _state = new()
    {
        Name = name,
        Phase = InformerPhase.NotStarted,
        Since = timeProvider.GetUtcNow(),
        UsesStreamingLists = streamsLists,
    };

    public string Name => name;

    public InformerState Current
    {
        get
        {
            lock (_lock)
            {
                return _state with
                {
                    LastContact = Volatile.Read(ref _lastContact) is > 0 and var ticks ? new(ticks, TimeSpan.Zero) : null,
                    Events = Volatile.Read(ref _events),
                    Bookmarks = Volatile.Read(ref _bookmarks),
                    OwnWrites = Volatile.Read(ref _ownWrites),
                    VersionWaits = Volatile.Read(ref _waits),
                    LiveReads = Volatile.Read(ref _liveReads),
                };
            }
        }
    }

    public void Started() => Change(state => state with { StartedAt = timeProvider.GetUtcNow() });

    public void Listing() => Change(state => Enter(state, InformerPhase.Listing) with { Lists = state.Lists + 1 });

    /// <summary>Notes that a list is in the store. The watch that follows is taken as open until it fails.</summary>
    public void Listed(ListReason reason, TimeSpan took, bool isStreamed)
    {
        Heard();
        Change(state => Enter(state, InformerPhase.Watching) with
        {
            HasSynced = true,
            Relists = state.Relists + (reason is ListReason.First ? 0 : 1),
            CompletedLists = state.CompletedLists.SetItem(reason, state.CompletedLists.GetValueOrDefault(reason) + 1),
            StreamedLists = state.StreamedLists + (isStreamed ? 1 : 0),
            LastListDuration = took,
        });
    }

    /// <summary>Notes whether the server sends the shard alone.</summary>
    public void Sharded(bool isConfirmed) => Change(state => state with { IsShardedByServer = isConfirmed });

    /// <summary>Notes that lists come in pages from now on.</summary>
    public void FellBack(Exception error) =>
        Change(state => state with { UsesStreamingLists = false, Fallbacks = state.Fallbacks + 1, FallbackReason = error.Message });

    /// <summary>Notes that a watch was asked for.</summary>
    public void Watching() => Change(state => state with { Watches = state.Watches + 1 });

    /// <summary>Notes that the server accepted the watch.</summary>
    public void Opened()
    {
        Heard();
        Change(state => Enter(state, InformerPhase.Watching));
    }

    public void Heard() => Volatile.Write(ref _lastContact, timeProvider.GetUtcNow().UtcTicks);

    /// <summary>Notes that a watch told of a change.</summary>
    public void Event()
    {
        Interlocked.Increment(ref _events);
        Heard();
    }

    public void Bookmark()
    {
        Interlocked.Increment(ref _bookmarks);
        Heard();
    }

    /// <summary>Notes that the store shows a write of this process before the watch does.</summary>
    public void Wrote() => Interlocked.Increment(ref _ownWrites);

    /// <summary>Notes that somebody waits for the store to be as new as a version.</summary>
    public void Waiting() => Interlocked.Increment(ref _waits);

    /// <summary>Notes that somebody waited in vain, and asks the server.</summary>
    public void ReadingLive() => Interlocked.Increment(ref _liveReads);

    public void Failed(Exception error, InformerPhase phase)
    {
        var kind = FailureKinds.Of(error);
        Change(state => Enter(state, phase) with
        {
            LastError = error,
            LastErrorAt = timeProvider.GetUtcNow(),
            Failures = state.Failures + 1,
            FailuresByKind = state.FailuresByKind.SetItem(kind, state.FailuresByKind.GetValueOrDefault(kind) + 1),
        });
    }

    public void Restarting() => Change(state => state with { Restarts = state.Restarts + 1 });

    public void Undecodable() => Change(state => state with { UndecodableTotal = state.UndecodableTotal + 1 });

    public void Stopped() => Change(state => Enter(state, InformerPhase.Stopped));

    private InformerState Enter(InformerState state, InformerPhase phase) =>
        state.Phase == phase ? state : state with { Phase = phase, Since = timeProvider.GetUtcNow() };

    private void Change(Func<InformerState, InformerState> change)
    {
        lock (_lock)
        {
            _state = change(_state);
        }
    }
}
