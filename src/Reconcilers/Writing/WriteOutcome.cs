namespace KubeController.Reconcilers;

/// <summary>Says what a write came to; see <see cref="WriteResult{T}"/>.</summary>
public enum WriteOutcome
{
    /// <summary>The object is as wanted already: no request to change it was made, or the server found that it changed nothing.</summary>
    Unchanged,

    /// <summary>The object was created.</summary>
    Created,

    /// <summary>The difference was patched.</summary>
    Patched,

    /// <summary>The object was applied: created, or changed where it differed.</summary>
    Applied,

    /// <summary>The object is being deleted, and what was asked for makes no sense any more. Nothing was written.</summary>
    BeingDeleted,

    /// <summary>The object does not exist any more; another one may have its name by now. Nothing was written.</summary>
    Gone,
}
