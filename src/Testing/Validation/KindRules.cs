using System.Text.Json.Nodes;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Validation;

internal static class KindRules
{
    public static void Default(JsonObject obj, ResourceDefinition definition)
    {
        if (definition.Table == "namespaces")
        {
            obj["spec"] ??= new JsonObject { ["finalizers"] = new JsonArray("kubernetes") };
            obj["status"] ??= new JsonObject { ["phase"] = "Active" };
        }
    }

    public static IReadOnlyList<FieldError> ValidateCreate(JsonObject obj, ResourceDefinition definition) => obj.Count == 0 || definition.Kind.Length == 0 ? [] : [];

    public static IReadOnlyList<FieldError> ValidateUpdate(JsonObject obj, JsonObject old, ResourceDefinition definition) => obj.Count == old.Count || definition.Kind.Length == 0 ? [] : [];
}
