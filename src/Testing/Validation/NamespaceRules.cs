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
        if (metadata["deletionTimestamp"] is null && resource.ObjectOrNew("spec").Array("finalizers") is not { Count: > 0 })
        {
            resource.Object("spec")!["finalizers"] = new JsonArray(Content);
        }
    }

    private static IEnumerable<FieldError> Check(JsonObject resource)
    {
        var finalizers = KindRules.SpecOf(resource).Array("finalizers").Texts();
        return FinalizerRules.CheckStandard(finalizers, Definition, "spec.finalizers");
    }
}
