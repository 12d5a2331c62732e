namespace KubeController.Informers;

/// <summary>Says what an informer is doing.</summary>
public enum InformerPhase
{
    /// <summary>It has not been run yet.</summary>
    NotStarted,

    /// <summary>It lists.</summary>
    Listing,

    /// <summary>It has listed and watches: the store follows the server.</summary>
    Watching,

    /// <summary>A request failed; it waits before the next try.</summary>
    BackingOff,

    /// <summary>The server does not know the caller (401); it keeps trying.</summary>
    Unauthorized,

    /// <summary>The caller may not list or watch (403); it keeps trying, and goes on once that is granted.</summary>
    Forbidden,

    /// <summary>The server does not know the resource type (404): a CustomResourceDefinition is missing. It keeps trying, and goes on once it is there.</summary>
    NotFound,

    /// <summary>It was stopped; the store no longer moves.</summary>
    Stopped,
}
