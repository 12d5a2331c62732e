namespace KubeController.Informers;

/// <summary>Says of what kind a failed request was.</summary>
public enum FailureKind
{
    /// <summary>None of the others.</summary>
    Other,

    /// <summary>The server does not know the caller (401).</summary>
    Unauthorized,

    /// <summary>The caller may not list or watch (403).</summary>
    Forbidden,

    /// <summary>The server does not know the resource type (404): a CustomResourceDefinition is missing.</summary>
    NotFound,

    /// <summary>The server has too much to do (429).</summary>
    Throttled,

    /// <summary>The version or the page is too old for the server (410).</summary>
    Expired,

    /// <summary>The server refused otherwise (400 to 499).</summary>
    Refused,

    /// <summary>The server failed (500 and above).</summary>
    ServerError,

    /// <summary>No connection, or one that broke.</summary>
    Connection,

    /// <summary>No answer came in time.</summary>
    Timeout,

    /// <summary>The answer could not be understood.</summary>
    Unreadable,
}
