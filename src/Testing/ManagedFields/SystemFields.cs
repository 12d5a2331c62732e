namespace KubeController.Testing.ManagedFields;

/// <summary>The fields that nobody owns: they name the object, or belong to the server.</summary>
internal static class SystemFields
{
    private static readonly FieldSet Fields = Make();

    /// <summary>A set without those fields.</summary>
    public static FieldSet Strip(FieldSet set) => set.Except(Fields);

    private static FieldSet Make()
    {
        var metadata = PathElement.Field("metadata");
        string[] names = ["name", "namespace", "creationTimestamp", "selfLink", "uid", "clusterName", "generation", "managedFields", "resourceVersion"];
        var set = FieldSet.Of(metadata).Union(FieldSet.Of(PathElement.Field("apiVersion"))).Union(FieldSet.Of(PathElement.Field("kind")));
        return names.Aggregate(set, (fields, name) => fields.Union(FieldSet.Of(metadata, PathElement.Field(name))));
    }
}
