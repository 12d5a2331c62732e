namespace KubeController.Client;

/// <summary>Says which objects of a resource type a <see cref="ListWatch{T}"/> lists and watches.</summary>
public sealed record ListWatchOptions
{
    /// <summary>Gets the namespace.</summary>
    /// <value>The default value is <see langword="null"/>: all namespaces, or a cluster-scoped resource.</value>
    public string? Namespace { get; init; }

    /// <summary>Gets the label selector.</summary>
    /// <value>The default value is <see langword="null"/>: every object.</value>
    public string? LabelSelector { get; init; }

    /// <summary>Gets the field selector.</summary>
    /// <value>The default value is <see langword="null"/>: every object.</value>
    public string? FieldSelector { get; init; }

    /// <summary>Gets the shard selector (https://kep.k8s.io/5866, alpha in 1.36): <c>shardRange(object.metadata.uid, '0x0…', '0x8…')</c>.</summary>
    /// <value>The default value is <see langword="null"/>: every object. A server without the feature ignores it and sends every object; the others are left out here then.</value>
    public ShardSelector? ShardSelector { get; init; }

    /// <summary>Gets the number of objects asked for in one page, where <see cref="ListRequest.Limit"/> says nothing else; zero asks for all in one.</summary>
    /// <value>The default value is 500.</value>
    public int PageSize { get; init; } = 500;
}
