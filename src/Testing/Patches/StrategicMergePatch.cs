using System.Text.Json.Nodes;
using KubeController.Testing.Schemas;

namespace KubeController.Testing.Patches;

/// <summary>
/// Strategic merge patch of built-in kinds, as kubectl sends it: maps merge, lists merge by the key that their type names or are replaced,
/// and the directives <c>$patch</c>, <c>$retainKeys</c>, <c>$setElementOrder/…</c> and <c>$deleteFromPrimitiveList/…</c> say the rest.
/// </summary>
internal static class StrategicMergePatch
{
    private const string OrderPrefix = "$setElementOrder/";
    private const string DeletePrefix = "$deleteFromPrimitiveList/";
    private const string RetainKeys = "$retainKeys";
    private const string Directive = "$patch";

    /// <summary>The patched object; neither argument is changed.</summary>
    /// <param name="target">What is patched.</param>
    /// <param name="patch">The changes.</param>
    /// <param name="type">The type of the target; without one, lists are replaced.</param>
    /// <exception cref="PatchException">The patch breaks the rules of such patches (500), or does not fit the type (422).</exception>
    public static JsonObject Apply(JsonObject target, JsonObject patch, BuiltInType? type) =>
        new StrategicMerge(patch).Merge(target.DeepClone().AsObject(), patch.DeepClone().AsObject(), type is null ? null : new FieldShape(ShapeKind.Object, type.Name));

    /// <summary>Whether the member is a directive and no field.</summary>
    internal static bool IsDirective(string name) =>
        name is Directive or RetainKeys || name.StartsWith(OrderPrefix, StringComparison.Ordinal) || name.StartsWith(DeletePrefix, StringComparison.Ordinal);

    /// <summary>The list that the patch gives under a directive for the field; null where it gives none.</summary>
    internal static JsonArray? OrderOf(JsonObject patch, string field) => patch[OrderPrefix + field] as JsonArray;

    /// <summary>The items that the patch takes out of a list of scalars; null where it takes none.</summary>
    internal static JsonArray? DeletionsOf(JsonObject patch, string field) => patch[DeletePrefix + field] as JsonArray;

    /// <summary>The fields that the patch names in any way.</summary>
    internal static IEnumerable<string> FieldsOf(JsonObject patch) => patch
        .Select(member => member.Key)
        .Where(name => name is not (Directive or RetainKeys))
        .Select(name => name.StartsWith(OrderPrefix, StringComparison.Ordinal) ? name[OrderPrefix.Length..]
            : name.StartsWith(DeletePrefix, StringComparison.Ordinal) ? name[DeletePrefix.Length..] : name)
        .Distinct();

    /// <summary>The value of <c>$patch</c>; null where the patch has none.</summary>
    internal static JsonNode? DirectiveOf(JsonObject patch) => patch[Directive];

    /// <summary>Takes the members away that <c>$retainKeys</c> does not name.</summary>
    internal static void ApplyRetainKeys(JsonObject target, JsonObject patch)
    {
        if (patch[RetainKeys] is not JsonArray retained)
        {
            return;
        }

        var kept = retained.Select(name => name?.ToString()).ToHashSet();
        foreach (var name in target.Select(member => member.Key).Where(name => !kept.Contains(name)).ToList())
        {
            target.Remove(name);
        }
    }

    /// <summary>A value as it goes into the object when nothing was there before: without nulls and directives.</summary>
    internal static JsonNode? Plain(JsonNode? value) => value switch
    {
        JsonObject members => new JsonObject(members
            .Where(member => member.Value is not null && !IsDirective(member.Key))
            .Select(member => KeyValuePair.Create(member.Key, Plain(member.Value)))),
        JsonArray items => new JsonArray([.. items
            .Where(item => item is not JsonObject members || members.Count != 1 || DirectiveOf(members) is null)
            .Select(Plain)]),
        _ => value?.DeepClone(),
    };
}
