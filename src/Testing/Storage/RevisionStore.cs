using System.Globalization;
using System.Text.Json.Nodes;
using KubeController.Testing.Json;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Storage;

/// <summary>
/// All objects of all kinds under one revision that rises by one with every write. A write names what it expects to replace and fails where that
/// has changed meanwhile, so that readers and writers meet only for the few lines under the lock. Thread-safe.
/// </summary>
internal sealed class RevisionStore(int historySize)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ObjectTable> _tables = new(StringComparer.Ordinal);
    // The revision of the last write; the next one takes one more.
    private long _revision = 1;
    // Revisions before this one are forgotten in every table, also in those made later.
    private long _compacted;
    // Wakes those who wait for any write; null while nobody does.
    private TaskCompletionSource? _nextRevision;

    /// <summary>The revision of the last write.</summary>
    public long Revision
    {
        get
        {
            lock (_lock)
            {
                return _revision;
            }
        }
    }

    /// <summary>The object; null where there is none.</summary>
    public StoredObject? Find(string table, string @namespace, string name)
    {
        lock (_lock)
        {
            return TableLocked(table).Find(StoredObject.KeyOf(@namespace, name));
        }
    }

    /// <summary>All objects of a kind now.</summary>
    public ObjectSnapshot Read(string table)
    {
        lock (_lock)
        {
            return new ObjectSnapshot(TableLocked(table).Objects, _revision);
        }
    }

    /// <summary>All objects of a kind as they were; null where that is forgotten.</summary>
    public ObjectSnapshot? ReadAsOf(string table, long revision)
    {
        lock (_lock)
        {
            return TableLocked(table).AsOf(revision) is { } objects ? new ObjectSnapshot(objects, revision) : null;
        }
    }

    /// <summary>The lowest revision that a watch of the kind may start from.</summary>
    public long OldestRevision(string table)
    {
        lock (_lock)
        {
            return TableLocked(table).OldestRevision;
        }
    }

    /// <summary>The changes of a kind after a revision.</summary>
    public ChangeBatch ReadChanges(string table, long after)
    {
        lock (_lock)
        {
            return TableLocked(table).ReadAfter(after, _revision);
        }
    }

    /// <summary>Stores an object, if what is there is still what the writer has seen.</summary>
    /// <param name="definition">The storage version.</param>
    /// <param name="expected">What the writer has seen; null where it has seen nothing.</param>
    /// <param name="next">The object; the store takes it over and sets its resourceVersion.</param>
    /// <param name="stored">What is stored now: the new object, or the one that came in between (null if it is gone).</param>
    /// <returns>Whether the object was stored.</returns>
    public bool TryPut(ResourceDefinition definition, StoredObject? expected, JsonObject next, out StoredObject? stored)
    {
        TaskCompletionSource? waiting, waitingForRevision;
        lock (_lock)
        {
            var table = TableLocked(definition.Table);
            var metadata = next.Object("metadata") ?? throw new ArgumentException("The object has no metadata.", nameof(next));
            var present = table.Find(StoredObject.KeyOf(metadata.Text("namespace") ?? "", metadata.Text("name") ?? ""));
            if (!ReferenceEquals(present, expected))
            {
                stored = present;
                return false;
            }

            SetRevision(metadata, ++_revision);
            stored = new StoredObject(next, _revision, definition);
            waiting = table.Put(stored, expected);
            waitingForRevision = TakeWaitingLocked();
        }

        Wake(waiting, waitingForRevision);
        return true;
    }

    /// <summary>Deletes an object, if what is there is still what the writer has seen.</summary>
    /// <param name="expected">What the writer has seen.</param>
    /// <param name="last">The last state with the revision of the delete, or what came in between (null if it is gone).</param>
    /// <returns>Whether the object was deleted.</returns>
    public bool TryDelete(StoredObject expected, out StoredObject? last)
    {
        TaskCompletionSource? waiting, waitingForRevision;
        lock (_lock)
        {
            var table = TableLocked(expected.Definition.Table);
            var present = table.Find(expected.Key);
            if (!ReferenceEquals(present, expected))
            {
                last = present;
                return false;
            }

            var tree = expected.Tree.Copy();
            SetRevision(tree.Object("metadata")!, ++_revision);
            last = new StoredObject(tree, _revision, expected.Definition);
            waiting = table.Remove(expected, last);
            waitingForRevision = TakeWaitingLocked();
        }

        Wake(waiting, waitingForRevision);
        return true;
    }

    /// <summary>Completes when the store has reached the revision.</summary>
    public async Task WaitForRevisionAsync(long revision, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (_lock)
            {
                if (_revision >= revision)
                {
                    return;
                }

                _nextRevision ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                next = _nextRevision.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Forgets the history: from now on nothing before the present revision can be asked for. Running watches go on.</summary>
    public void Compact()
    {
        lock (_lock)
        {
            _compacted = _revision;
            foreach (var table in _tables.Values)
            {
                table.Compact(_revision);
            }
        }
    }

    private static void SetRevision(JsonObject metadata, long revision) =>
        metadata["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture);

    private static void Wake(TaskCompletionSource? waiting, TaskCompletionSource? waitingForRevision)
    {
        waiting?.TrySetResult();
        waitingForRevision?.TrySetResult();
    }

    private TaskCompletionSource? TakeWaitingLocked()
    {
        var waiting = _nextRevision;
        _nextRevision = null;
        return waiting;
    }

    private ObjectTable TableLocked(string name)
    {
        if (!_tables.TryGetValue(name, out var table))
        {
            table = new ObjectTable(historySize, _compacted);
            _tables.Add(name, table);
        }

        return table;
    }
}
