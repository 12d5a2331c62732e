namespace KubeController.Testing;

/// <summary>Where an injected fault cuts the connection.</summary>
public enum FaultCut
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Before anything is done: the write does not happen.</summary>
    BeforeCommit,

    /// <summary>After everything is done: the write has happened, and the client does not learn of it.</summary>
    AfterCommit,
}
