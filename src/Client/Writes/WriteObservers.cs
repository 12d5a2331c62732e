namespace KubeController.Client.Writes;

/// <summary>
/// The one door that every successful write of a <see cref="ResourceClient"/> passes, before its answer is decoded and the caller has it. A dry run stores
/// nothing, and so does not pass. Thread-safe.
/// </summary>
internal sealed class WriteObservers
{
    private readonly Lock _turn = new();

    // Replaced as a whole, in turn.
    private volatile Action<CompletedWrite>[] _observers = [];

    /// <summary>Adds an observer; it is called by the thread of the write, must be quick, and must not throw: the write is done.</summary>
    /// <returns>What removes it.</returns>
    public IDisposable Add(Action<CompletedWrite> observer)
    {
        lock (_turn)
        {
            _observers = [.. _observers, observer];
        }

        return new Registration(this, observer);
    }

    public void Report(WriteTarget target, ReadOnlyMemory<byte> body)
    {
        foreach (var observer in _observers)
        {
            observer(new(target, body));
        }
    }

    private void Remove(Action<CompletedWrite> observer)
    {
        lock (_turn)
        {
            _observers = [.. _observers.Where(one => one != observer)];
        }
    }

    private sealed class Registration(WriteObservers observers, Action<CompletedWrite> observer) : IDisposable
    {
        public void Dispose() => observers.Remove(observer);
    }
}
