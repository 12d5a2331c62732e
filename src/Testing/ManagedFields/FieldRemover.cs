using System.Text.Json.Nodes;

namespace KubeController.Testing.ManagedFields;

/// <summary>Takes paths out of an object. Maps and lists that lose all they held stay, empty.</summary>
internal static class FieldRemover
{
    /// <summary>The object without the paths; the object itself is not changed.</summary>
    public static TypedObject Remove(TypedObject obj, FieldSet paths) =>
        obj.With((JsonObject)Remove(obj.Value, obj.Type, paths)!);

    private static JsonNode? Remove(JsonNode? value, FieldType? type, FieldSet paths) => (type?.FormOf(FieldValue.Of(value)), value) switch
    {
        _ when !paths.HasChildren => value?.DeepClone(),
        (FieldForm.Map, JsonObject members) when !type.Map!.IsAtomic => RemoveMembers(members, type.Map, paths),
        (FieldForm.List, JsonArray items) when !type.List!.IsAtomic => RemoveItems(items, type.List, paths),
        _ => value?.DeepClone(),
    };

    private static JsonObject RemoveMembers(JsonObject members, MapType type, FieldSet paths)
    {
        var kept = new JsonObject();
        foreach (var (name, value) in members)
        {
            var below = paths.Below(PathElement.Field(name));
            if (!below.IsMember)
            {
                kept[name] = Remove(value, type.Member(name), below);
            }
        }

        return kept;
    }

    private static JsonArray RemoveItems(JsonArray items, ListType type, FieldSet paths)
    {
        var kept = new JsonArray();
        foreach (var item in items)
        {
            var below = ListItems.Identify(type, item, out _) is { } step ? paths.Below(step) : FieldSet.Empty;
            if (!below.IsMember)
            {
                kept.Add(Remove(item, type.Items(), below));
            }
        }

        return kept;
    }
}
