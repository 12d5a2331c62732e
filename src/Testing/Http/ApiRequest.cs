using KubeController.Testing.Access;

namespace KubeController.Testing.Http;

/// <summary>A request as the core sees it, whichever door it came through. Immutable.</summary>
internal sealed record ApiRequest
{
    /// <summary>The HTTP method in capitals.</summary>
    public required string Method { get; init; }

    /// <summary>The path, unescaped, without the query, such as <c>/api/v1/namespaces/default/pods</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The query, read.</summary>
    public QueryParameters Query { get; init; } = QueryParameters.Empty;

    /// <summary>The Accept header; empty where there is none.</summary>
    public string Accept { get; init; } = "";

    /// <summary>The Content-Type header; empty where there is none.</summary>
    public string ContentType { get; init; } = "";

    /// <summary>The User-Agent header; empty where there is none.</summary>
    public string UserAgent { get; init; } = "";

    /// <summary>The Authorization header; empty where there is none. Looked at only where <see cref="User"/> is null.</summary>
    public string Authorization { get; init; } = "";

    /// <summary>The If-None-Match header; empty where there is none.</summary>
    public string IfNoneMatch { get; init; } = "";

    /// <summary>Who asks, where the door has found that out already; null leaves it to the Authorization header.</summary>
    public ApiUser? User { get; init; }

    /// <summary>Whom the request wants to be taken for; null for nobody else.</summary>
    public Impersonation? Impersonation { get; init; }

    /// <summary>The body; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Makes a request out of a path with its query, such as <c>/api/v1/pods?limit=5</c>.</summary>
    /// <param name="method">The HTTP method in capitals.</param>
    /// <param name="pathAndQuery">Path and query, escaped as in a URL.</param>
    public static ApiRequest Create(string method, string pathAndQuery)
    {
        var question = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? pathAndQuery : pathAndQuery[..question];
        var query = question < 0 ? QueryParameters.Empty : QueryParameters.Parse(pathAndQuery[(question + 1)..]);
        return new ApiRequest { Method = method, Path = Uri.UnescapeDataString(path), Query = query };
    }
}
