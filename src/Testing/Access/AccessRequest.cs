using KubeController.Testing.Http;

namespace KubeController.Testing.Access;

/// <summary>What somebody wants to do, as rules of access see it: a verb on a resource, or on a path that is none.</summary>
internal sealed record AccessRequest
{
    private const string NameSelector = "metadata.name=";

    /// <summary>The verb: of a resource such as <c>list</c>, of a path the HTTP method in small letters.</summary>
    public required string Verb { get; init; }

    /// <summary>The path; null where the request is for a resource.</summary>
    public string? Path { get; init; }

    /// <summary>The API group; empty for the core group.</summary>
    public string Group { get; init; } = "";

    /// <summary>The plural of the resource.</summary>
    public string Resource { get; init; } = "";

    /// <summary>The subresource; empty where there is none.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>The namespace; empty at the cluster scope.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The name; empty for a collection.</summary>
    public string Name { get; init; } = "";

    /// <summary>The resource with its subresource, such as <c>pods/status</c>.</summary>
    public string FullResource => Subresource.Length == 0 ? Resource : $"{Resource}/{Subresource}";

    /// <summary>What an HTTP request wants.</summary>
    public static AccessRequest Of(ApiRequest request, RequestTarget? target, string verb)
    {
        if (target is null)
        {
            return new AccessRequest { Verb = request.Method.ToLowerInvariant(), Path = request.Path };
        }

        // A namespace lies in itself, and a collection of one name is of that name.
        var selector = request.Query["fieldSelector"] ?? "";
        var selected = selector.StartsWith(NameSelector, StringComparison.Ordinal) && !selector.Contains(',', StringComparison.Ordinal) ? selector[NameSelector.Length..] : "";
        return new AccessRequest
        {
            Verb = verb,
            Group = target.Group,
            Resource = target.Resource,
            Subresource = target.Subresource,
            Namespace = target is { Group: "", Resource: "namespaces" } ? target.Name : target.Namespace,
            Name = target.Name.Length > 0 ? target.Name : selected,
        };
    }

    /// <summary>The refusal, in the words of the server.</summary>
    /// <param name="user">Who wanted it.</param>
    public StatusException Refusal(ApiUser user)
    {
        if (Path is not null)
        {
            return new StatusException(403, "Forbidden", $"forbidden: User \"{user.Name}\" cannot {Verb} path \"{Path}\"", []);
        }

        var subject = Group.Length == 0 ? Resource : $"{Resource}.{Group}";
        var name = Name.Length == 0 ? "" : $" \"{Name}\"";
        var scope = Namespace.Length == 0 ? " at the cluster scope" : $" in the namespace \"{Namespace}\"";
        var details = new System.Text.Json.Nodes.JsonObject();
        if (Name.Length > 0)
        {
            details["name"] = Name;
        }

        if (Group.Length > 0)
        {
            details["group"] = Group;
        }

        details["kind"] = Resource;
        return new StatusException(
            403, "Forbidden", $"{subject}{name} is forbidden: User \"{user.Name}\" cannot {Verb} resource \"{FullResource}\" in API group \"{Group}\"{scope}", details);
    }
}
