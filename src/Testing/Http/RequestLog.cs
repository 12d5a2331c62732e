namespace KubeController.Testing.Http;

/// <summary>The requests that were answered, the last of them where there are many. Thread-safe.</summary>
internal sealed class RequestLog(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Queue<RequestRecord> _records = new();

    /// <summary>Adds a record, and drops the oldest where there are too many.</summary>
    public void Add(RequestRecord record)
    {
        lock (_lock)
        {
            if (_records.Count >= capacity && !_records.TryDequeue(out _))
            {
                return;
            }

            _records.Enqueue(record);
        }
    }

    /// <summary>The records, oldest first.</summary>
    public IReadOnlyList<RequestRecord> Snapshot()
    {
        lock (_lock)
        {
            return _records.ToArray();
        }
    }
}
