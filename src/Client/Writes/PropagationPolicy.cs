namespace KubeController.Client;

/// <summary>Says what becomes of the objects that a deleted object owns.</summary>
public enum PropagationPolicy
{
    /// <summary>The object goes at once, what it owns goes soon after.</summary>
    Background,

    /// <summary>What it owns and what blocks its deletion goes first, the object last.</summary>
    Foreground,

    /// <summary>What it owns stays, without an owner.</summary>
    Orphan,
}
