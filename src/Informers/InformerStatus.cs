namespace KubeController.Informers;

/// <summary>Keeps book of what an informer is doing. One writer at a time, many readers.</summary>
internal sealed class InformerStatus(string name, TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    // Apart from the state: it changes with every frame.
    private long _lastContact;
    private InformerState _state = new() { Name = name, Phase = InformerPhase.NotStarted, Since = timeProvider.GetUtcNow() };

    public string Name => name;

    public InformerState Current
    {
        get
        {
            lock (_lock)
            {
                return Volatile.Read(ref _lastContact) is > 0 and var ticks ? _state with { LastContact = new(ticks, TimeSpan.Zero) } : _state;
            }
        }
    }

    public void Listing() => Change(state => Enter(state, InformerPhase.Listing) with { Lists = state.Lists + 1 });

    /// <summary>Notes that a list is in the store. The watch that follows is taken as open until it fails.</summary>
    public void Listed()
    {
        Heard();
        Change(state => Enter(state, InformerPhase.Watching) with { HasSynced = true, Relists = state.Relists + (state.HasSynced ? 1 : 0) });
    }

    /// <summary>Notes that a watch was asked for.</summary>
    public void Watching() => Change(state => state with { Watches = state.Watches + 1 });

    /// <summary>Notes that the server accepted the watch.</summary>
    public void Opened()
    {
        Heard();
        Change(state => Enter(state, InformerPhase.Watching));
    }

    public void Heard() => Volatile.Write(ref _lastContact, timeProvider.GetUtcNow().UtcTicks);

    public void Failed(Exception error, InformerPhase phase) =>
        Change(state => Enter(state, phase) with { LastError = error, LastErrorAt = timeProvider.GetUtcNow() });

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
