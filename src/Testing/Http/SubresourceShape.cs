using KubeController.Testing.Resources;

namespace KubeController.Testing.Http;

/// <summary>What discovery says about a subresource that is served here.</summary>
/// <param name="Name">The name, such as <c>status</c>.</param>
/// <param name="Group">The group of its kind; null where that is the kind of the object.</param>
/// <param name="Kind">The kind of its bodies.</param>
/// <param name="Verbs">The verbs.</param>
internal sealed record SubresourceShape(string Name, string? Group, string Kind, IReadOnlyList<string> Verbs)
{
    private static readonly string[] Whole = ["get", "patch", "update"];
    private static readonly string[] Create = ["create"];

    /// <summary>The subresources of a kind that are served; those that are refused are not announced.</summary>
    public static IEnumerable<SubresourceShape> Of(ResourceDefinition definition)
    {
        if (definition.Table == "pods")
        {
            yield return new("binding", null, "Binding", Create);
            yield return new("eviction", "policy", "Eviction", Create);
        }

        if (definition.Table == "namespaces")
        {
            yield return new("finalize", null, definition.Kind, ["update"]);
        }

        if (definition.HasSubresource("scale"))
        {
            yield return new("scale", "autoscaling", "Scale", Whole);
        }

        if (definition.HasStatus)
        {
            yield return new("status", null, definition.Kind, Whole);
        }

        if (definition.Table == "serviceaccounts")
        {
            yield return new("token", "authentication.k8s.io", "TokenRequest", Create);
        }
    }
}
