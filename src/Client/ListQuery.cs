namespace KubeController.Client;

/// <summary>Says which objects of a resource type to list.</summary>
public sealed record ListQuery
{
    /// <summary>Gets the namespace to list.</summary>
    /// <value>The default value is <see langword="null"/>: all namespaces, or a cluster-scoped resource.</value>
    public string? Namespace { get; init; }

    /// <summary>Gets the label selector, such as <c>app=web,tier!=cache</c>.</summary>
    /// <value>The default value is <see langword="null"/>: every object.</value>
    public string? LabelSelector { get; init; }

    /// <summary>Gets the field selector, such as <c>status.phase=Running</c>.</summary>
    /// <value>The default value is <see langword="null"/>: every object.</value>
    public string? FieldSelector { get; init; }

    /// <summary>Gets the number of objects asked for in one request; zero asks for all in one.</summary>
    /// <value>The default value is 500.</value>
    public int PageSize { get; init; } = 500;

    /// <summary>Gets what is called with each object that does not decode; the others are returned.</summary>
    /// <value>The default value is <see langword="null"/>: one such object makes the list fail, since a list that lacks objects in silence misleads.</value>
    public Action<UndecodableObject>? OnUndecodable { get; init; }
}
