namespace KubeController.Testing.Resources;

/// <summary>Where built-in kinds differ from each other. None is a namespaced kind that offers every verb and can be overwritten without a resourceVersion.</summary>
[Flags]
internal enum KindTraits
{
    /// <summary>The common case.</summary>
    None = 0,

    /// <summary>Objects live in no namespace.</summary>
    ClusterScoped = 1,

    /// <summary><c>/status</c> exists.</summary>
    Status = 2,

    /// <summary>The server counts <c>metadata.generation</c>.</summary>
    Generation = 4,

    /// <summary>A PUT without resourceVersion is refused.</summary>
    VersionNeeded = 8,

    /// <summary>A PUT of a missing name creates.</summary>
    CreateOnUpdate = 16,

    /// <summary>A DELETE answers with the object.</summary>
    ReturnsDeleted = 32,

    /// <summary>A delete may take its time.</summary>
    Graceful = 64,

    /// <summary>Dependants are orphaned where a delete names no policy.</summary>
    Orphans = 128,

    /// <summary>Only <c>create</c> is offered: a question, answered at once and not stored.</summary>
    Review = 256,
}
