namespace KubeController.Testing.Resources;

/// <summary>How a request says what an object shall become.</summary>
internal enum WriteKind
{
    /// <summary>By sending it whole.</summary>
    Put,

    /// <summary>By changes to what is there.</summary>
    Patch,

    /// <summary>By the fields that its manager wants (server-side apply).</summary>
    Apply,
}
