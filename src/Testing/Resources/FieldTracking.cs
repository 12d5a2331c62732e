using System.Text.Json.Nodes;
using KubeController.Testing.ManagedFields;
using KubeController.Testing.Schemas;

namespace KubeController.Testing.Resources;

/// <summary>Brings requests and field managers together: types, versions, and what a request cannot change.</summary>
internal sealed class FieldTracking(Cluster cluster)
{
    private static readonly FieldSet Status = Paths("status");

    /// <summary>The field manager for a request.</summary>
    public FieldOwner For(ApiCall call) => new()
    {
        Type = TypeOf(call.Definition),
        ApiVersion = call.Definition.ApiVersion,
        IsCustom = call.Definition.IsCustom,
        Subresource = call.Target.Subresource,
        Ignored = IgnoredBy(call),
        Convert = (obj, apiVersion) => Convert(call.Definition, obj, apiVersion),
        Now = cluster.Now,
    };

    /// <summary>The managers of an object that is created as it was sent.</summary>
    public JsonArray? OnCreate(ApiCall call, JsonObject sent)
    {
        var shown = ServerSetFields.Complete(sent, call.Definition);
        return For(call).Create(shown, call.Manager);
    }

    /// <summary>The managers of an object after an update.</summary>
    public JsonArray? OnUpdate(ApiCall call, JsonObject live, JsonObject sent)
    {
        var shown = ServerSetFields.Complete(sent, call.Definition);
        return For(call).Update(live, shown, call.Manager);
    }

    private static FieldType TypeOf(ResourceDefinition definition) => definition.IsCustom
        ? CustomFieldTypes.Of(definition.Schema)
        : BuiltInTypes.Of(definition) is { } type ? BuiltInFieldTypes.Of(type) : CustomFieldTypes.Of(null);

    private static FieldSet IgnoredBy(ApiCall call)
    {
        var definition = call.Definition;
        return (call.Target.Subresource, definition) switch
        {
            ("status", { IsCustom: true } or { Kind: "CustomResourceDefinition" }) => Paths("metadata", "spec"),
            ("status", { Group: "apps", Kind: "Deployment" }) => Paths("spec", "metadata.labels"),
            ("status", { Table: "pods" }) => Paths("spec", "metadata.deletionTimestamp", "metadata.ownerReferences"),
            ("status", _) => Paths("spec"),
            _ => definition.HasStatus ? Status : FieldSet.Empty,
        };
    }

    private static FieldSet Paths(params IEnumerable<string> paths) =>
        paths.Aggregate(FieldSet.Empty, (set, path) => set.Union(FieldSet.Of(path.Split('.').Select(PathElement.Field))));

    // Versions of custom kinds differ in their schemas, built-in kinds in two forms (events) in the names of their fields.
    private TypedObject? Convert(ResourceDefinition from, TypedObject obj, string apiVersion)
    {
        if (obj.ApiVersion == apiVersion)
        {
            return obj;
        }

        var here = cluster.Registry.FindKind(obj.ApiVersion, from.Kind);
        if (here is null || cluster.Registry.FindKind(apiVersion, from.Kind) is not { } there || there.Table != here.Table)
        {
            return null;
        }

        var converted = new ObjectView(there).Converted(new ObjectView(here).ToStorage(obj.Value));
        return new TypedObject(converted, TypeOf(there), apiVersion);
    }
}
