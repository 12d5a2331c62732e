using KubeController.Testing.Resources;

namespace KubeController.Testing.Controllers;

/// <summary>The paths of requests.</summary>
internal static class ObjectPaths
{
    public static string Of(ResourceDefinition definition, string @namespace, string name) => $"{Collection(definition, @namespace)}/{name}";

    public static string Collection(ResourceDefinition definition, string @namespace)
    {
        var root = definition.Group.Length == 0 ? $"/api/{definition.Version}" : $"/apis/{definition.ApiVersion}";
        return @namespace.Length == 0 ? $"{root}/{definition.Plural}" : $"{root}/namespaces/{@namespace}/{definition.Plural}";
    }
}
