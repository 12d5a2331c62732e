using System.Text.Json.Nodes;
using KubeController.Testing.Json;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Validation;

/// <summary>Namespaces.</summary>
internal static class NamespaceRules
{
    private const string NameLabel = "kubernetes.io/metadata.name";
    private const string Content = "kubernetes";

    private static readonly ResourceDefinition Definition = BuiltInKind.Define("v1", "Namespace", "namespaces", KindTraits.ClusterScoped);

    public static readonly KindRule Rule = new() { Default = Complete, Check = Check };

    private static void Complete(JsonObject resource)
    {
        var metadata = resource.ObjectOrNew("metadata");
        metadata.ObjectOrNew("labels")[NameLabel] = metadata.Text("name") ?? "";
        Fill.Status(resource, """{"phase":"Active"}""");
        // Only a namespace that is going may lose this finalizer, and it loses it through /finalize.
        var finalizers = resource.ObjectOrNew("spec").Array("finalizers");
        if (metadata["deletionTimestamp"] is null && !finalizers.Texts().Contains(Content))
        {
            resource.Object("spec")!["finalizers"] = new JsonArray([.. finalizers.Texts().Append(Content).Select(name => (JsonNode)name)]);
        }
    }

    private static IEnumerable<FieldError> Check(JsonObject resource)
    {
        var finalizers = KindRules.SpecOf(resource).Array("finalizers").Texts();
        return FinalizerRules.CheckStandard(finalizers, Definition, "spec.finalizers");
    }
}
