namespace KubeController.Testing;

/// <summary>A request that was answered.</summary>
public sealed record RequestRecord
{
    /// <summary>get, list, watch, create, update, patch, delete or deletecollection; the HTTP method in small letters for paths that are no resources.</summary>
    public required string Verb { get; init; }

    /// <summary>The API group; empty for the core group and for paths that are no resources.</summary>
    public string Group { get; init; } = "";

    /// <summary>The plural of the resource; empty for paths that are no resources.</summary>
    public string Resource { get; init; } = "";

    /// <summary>The subresource, such as <c>status</c>; empty where there is none.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>The namespace; empty for cluster-scoped requests and for lists over all namespaces.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The name of the object; empty for lists and for creates.</summary>
    public string Name { get; init; } = "";

    /// <summary>The path of the URL, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>The HTTP code of the answer; 0 where an injected fault cut the connection.</summary>
    public int Code { get; init; }

    /// <summary>The User-Agent header; empty where there was none.</summary>
    public string UserAgent { get; init; } = "";

    /// <summary>The name of the user who asked.</summary>
    public string User { get; init; } = "";

    /// <summary>From the arrival of the request to its answer (for a watch: to its headers), on the server's clock.</summary>
    public TimeSpan Duration { get; init; }
}
