using System.Text.Json.Nodes;
using KubeController.Testing.Json;
using KubeController.Testing.Schemas;

namespace KubeController.Testing.Resources;

/// <summary>Reads the definitions out of a CustomResourceDefinition.</summary>
internal static class CrdReader
{
    private static readonly string[] Verbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];

    /// <summary>The versions of the kind, served or not; every version knows the storage version.</summary>
    /// <param name="crd">A CRD that has passed validation.</param>
    public static IReadOnlyList<ResourceDefinition> Read(JsonObject crd)
    {
        var spec = crd.Object("spec")!;
        var versions = spec.Array("versions")!.OfType<JsonObject>().ToList();
        var storage = ReadVersion(spec, versions.Single(version => version.Boolean("storage") == true), null);
        return [.. versions.Select(version => version.Text("name") == storage.Version ? storage : ReadVersion(spec, version, storage))];
    }

    private static ResourceDefinition ReadVersion(JsonObject spec, JsonObject version, ResourceDefinition? storage)
    {
        var names = spec.Object("names")!;
        var kind = names.Text("kind")!;
        var group = spec.Text("group")!;
        var subresources = version.Object("subresources");
        var schema = version.Object("schema")?.Object("openAPIV3Schema");
        return new ResourceDefinition
        {
            Group = group,
            Version = version.Text("name")!,
            Kind = kind,
            ListKind = names.Text("listKind") ?? $"{kind}List",
            Plural = names.Text("plural")!,
            Singular = names.Text("singular") ?? kind.ToLowerInvariant(),
            ShortNames = names.Array("shortNames").Texts(),
            Categories = names.Array("categories").Texts(),
            Verbs = Verbs,
            Namespaced = spec.Text("scope") == "Namespaced",
            HasStatus = subresources?.ContainsKey("status") == true,
            Subresources = subresources?.ContainsKey("scale") == true ? ["scale"] : [],
            Scale = subresources?.Object("scale"),
            HasGeneration = true,
            IsCustom = true,
            Schema = schema is null ? null : StructuralSchema.Parse(schema),
            OpenApiSchema = schema,
            PrinterColumns = version.Array("additionalPrinterColumns"),
            SelectableFields = [.. (version.Array("selectableFields") ?? []).OfType<JsonObject>().Select(field => (field.Text("jsonPath") ?? "").TrimStart('.'))],
            DeprecationWarning = version.Boolean("deprecated") == true ? version.Text("deprecationWarning") ?? $"{group}/{version.Text("name")} {kind} is deprecated" : null,
            Served = version.Boolean("served") == true,
            StorageVersion = storage,
        };
    }
}
