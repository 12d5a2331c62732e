namespace KubeController.Testing.Http;

/// <summary>What a path of a resource names.</summary>
internal sealed record RequestTarget
{
    /// <summary>The API group; empty for the core group.</summary>
    public required string Group { get; init; }

    /// <summary>The version.</summary>
    public required string Version { get; init; }

    /// <summary>The plural of the resource.</summary>
    public required string Resource { get; init; }

    /// <summary>The namespace; empty where the path has none.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The name; empty for a collection.</summary>
    public string Name { get; init; } = "";

    /// <summary>The subresource, everything behind the name; empty where there is none.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>Whether the path is of the old form that asks for a watch: <c>/api/v1/watch/…</c>.</summary>
    public bool IsWatchPath { get; init; }

    /// <summary>Reads a path; null where it names no resource.</summary>
    /// <param name="path">The path, unescaped.</param>
    public static RequestTarget? Parse(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var head = parts.Length == 0 ? 0 : parts[0] switch { "api" => 2, "apis" => 3, _ => 0 };
        if (head == 0 || parts.Length <= head)
        {
            return null;
        }

        var isWatch = parts[head] == "watch" && parts.Length > head + 1;
        var rest = parts.AsSpan(isWatch ? head + 1 : head);
        var target = new RequestTarget { Group = head == 2 ? "" : parts[1], Version = parts[head - 1], Resource = rest[0], IsWatchPath = isWatch };
        if (rest[0] == "namespaces" && rest.Length > 2 && !(rest.Length == 3 && rest[2] is "status" or "finalize"))
        {
            target = target with { Namespace = rest[1], Resource = rest[2] };
            rest = rest[2..];
        }

        return target with
        {
            Name = rest.Length > 1 ? rest[1] : "",
            Subresource = rest.Length > 2 ? string.Join('/', rest[2..].ToArray()) : "",
        };
    }

    /// <summary>The verb of a request for this target.</summary>
    /// <param name="method">The HTTP method in capitals.</param>
    /// <param name="query">The query.</param>
    public string VerbOf(string method, QueryParameters query) => method switch
    {
        "GET" or "HEAD" => Name.Length > 0 && !IsWatchPath ? "get" : IsWatchPath || IsWatch(query["watch"]) ? "watch" : "list",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => Name.Length > 0 ? "delete" : "deletecollection",
        _ => "",
    };

    private static bool IsWatch(string? value) => value is not (null or "0" or "false");
}
