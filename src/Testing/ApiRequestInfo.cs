namespace KubeController.Testing;

/// <summary>What a request asks for, as seen before it is answered.</summary>
public sealed record ApiRequestInfo
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

    /// <summary>The path of the URL.</summary>
    public required string Path { get; init; }

    /// <summary>The User-Agent header; empty where there was none.</summary>
    public string UserAgent { get; init; } = "";
}
