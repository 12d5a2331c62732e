using System.Text.Json.Nodes;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Http;

/// <summary>The documents that say everything at once: what modern clients ask for.</summary>
internal sealed class AggregatedDiscovery(ResourceRegistry registry)
{
    /// <summary>The document of <c>/api</c> or <c>/apis</c>.</summary>
    /// <param name="isCore">Whether it is that of <c>/api</c>.</param>
    public JsonObject Document(bool isCore)
    {
        IEnumerable<JsonObject> groups = isCore
            ? [Group("", ["v1"])]
            : Discovery.Groups(registry).Select(group => Group(group.Key, Discovery.ByPriority(group)));
        return new JsonObject
        {
            ["kind"] = "APIGroupDiscoveryList",
            ["apiVersion"] = "apidiscovery.k8s.io/v2",
            ["metadata"] = new JsonObject(),
            ["items"] = new JsonArray([.. groups]),
        };
    }

    private JsonObject Group(string group, IEnumerable<string> versions) => new()
    {
        ["metadata"] = group.Length == 0 ? new JsonObject() : new JsonObject { ["name"] = group },
        ["versions"] = new JsonArray([.. versions.Select(version => Version(group, version))]),
    };

    private JsonObject Version(string group, string version)
    {
        var definitions = registry.Definitions.Where(definition => definition.Group == group && definition.Version == version);
        return new JsonObject
        {
            ["version"] = version,
            ["resources"] = new JsonArray([.. definitions.OrderBy(definition => definition.Plural, StringComparer.Ordinal).Select(Resource)]),
            ["freshness"] = "Current",
        };
    }

    private static JsonObject Resource(ResourceDefinition definition)
    {
        var resource = new JsonObject
        {
            ["resource"] = definition.Plural,
            ["responseKind"] = Kind(definition.IsCustom ? definition.Group : "", definition.IsCustom ? definition.Version : "", definition.Kind),
            ["scope"] = definition.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = definition.Singular,
            ["verbs"] = Array(definition.Verbs),
        };
        if (definition.ShortNames.Count > 0)
        {
            resource["shortNames"] = Array(definition.ShortNames);
        }

        if (definition.Categories.Count > 0)
        {
            resource["categories"] = Array(definition.Categories);
        }

        JsonObject[] subresources = [.. SubresourceShape.Of(definition).Select(shape => Subresource(definition, shape))];
        if (subresources.Length > 0)
        {
            resource["subresources"] = new JsonArray([.. subresources]);
        }

        return resource;
    }

    private static JsonObject Subresource(ResourceDefinition definition, SubresourceShape shape) => new()
    {
        ["subresource"] = shape.Name,
        ["responseKind"] = SubresourceKind(definition, shape),
        ["verbs"] = Array(shape.Verbs),
    };

    // The kind of the object itself needs no group and version where the group is built in: they are those of the document.
    private static JsonObject SubresourceKind(ResourceDefinition definition, SubresourceShape shape) => shape.Group is { } group
        ? Kind(group, "v1", shape.Kind)
        : definition.IsCustom ? Kind(definition.Group, definition.Version, shape.Kind) : Kind("", "", shape.Kind);

    private static JsonObject Kind(string group, string version, string kind) => new() { ["group"] = group, ["version"] = version, ["kind"] = kind };

    private static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
