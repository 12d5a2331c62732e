namespace KubeController.WorkQueues.Keys;

/// <summary>Where a key is: ready, delayed, processing, processing and dirty, or processing and delayed.</summary>
[Flags]
internal enum KeyState : byte
{
    /// <summary>The slot holds no key.</summary>
    None = 0,

    /// <summary>In a lane: it waits to be taken.</summary>
    Ready = 1,

    /// <summary>In a worker's hands.</summary>
    Processing = 2,

    /// <summary>Added while a worker has it: it becomes ready when the worker is done.</summary>
    Dirty = 4,

    /// <summary>It becomes ready, or dirty, at a later time.</summary>
    Delayed = 8,
}
