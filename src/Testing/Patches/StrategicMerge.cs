using System.Text.Json.Nodes;
using KubeController.Testing.Schemas;

namespace KubeController.Testing.Patches;

/// <summary>One application of a strategic merge patch; it may change both of the values that it is given.</summary>
internal sealed class StrategicMerge(JsonObject whole)
{
    /// <summary>Merges a map or an object.</summary>
    public JsonObject Merge(JsonObject target, JsonObject patch, FieldShape? shape)
    {
        switch (StrategicMergePatch.DirectiveOf(patch)?.ToString())
        {
            case "replace":
                return StrategicMergePatch.Plain(patch)!.AsObject();
            case "delete":
                return [];
            case null or "merge":
                break;
            case var other:
                throw UnknownDirective(other, patch);
        }

        StrategicMergePatch.ApplyRetainKeys(target, patch);
        foreach (var name in StrategicMergePatch.FieldsOf(patch))
        {
            MergeField(target, patch, name, shape);
        }

        return target;
    }

    private static PatchException UnknownDirective(string directive, JsonObject patch) =>
        PatchException.Internal($"unknown patch type: {directive} in map: {GoMap.Text(patch)}");

    private void MergeField(JsonObject target, JsonObject patch, string name, FieldShape? shape)
    {
        var field = FieldOf(shape, name);
        var isNamed = patch.TryGetPropertyValue(name, out var change);
        if (isNamed && change is null)
        {
            target.Remove(name);
            return;
        }

        Check(field, change);
        switch (target[name], change)
        {
            case (JsonObject present, JsonObject changes) when field is not { Replaces: true }:
                var merged = Merge(present, changes, field?.Shape);
                if (!ReferenceEquals(merged, present))
                {
                    target[name] = merged;
                }

                break;
            case (JsonArray present, null or JsonArray) when field is { Merges: true }:
                target[name] = MergeList(present, patch, name, field);
                break;
            case (null, JsonArray) when field is { Merges: true }:
                target[name] = MergeList([], patch, name, field);
                break;
            case (_, null):
                break;
            default:
                target[name] = StrategicMergePatch.Plain(change);
                break;
        }
    }

    private JsonArray MergeList(JsonArray present, JsonObject patch, string name, BuiltInField field)
    {
        var order = StrategicMergePatch.OrderOf(patch, name);
        var changes = patch[name] as JsonArray ?? [];
        var original = present.Select(item => item?.DeepClone()).ToList();
        if (field.MergeKey.Length == 0)
        {
            var removed = StrategicMergePatch.DeletionsOf(patch, name) ?? [];
            var kept = original.Where(item => !Contains(removed, item)).ToList();
            var both = kept.Concat(changes.Where(item => !Contains(kept, item)).Select(item => item?.DeepClone())).ToList();
            return ElementOrder.Arrange(both, order ?? changes, present, "");
        }

        var replaces = false;
        var merged = ApplySpecialItems(original, changes, field.MergeKey, ref replaces);
        if (replaces)
        {
            return StrategicMergePatch.Plain(changes)!.AsArray();
        }

        foreach (var change in changes.OfType<JsonObject>().Where(item => StrategicMergePatch.DirectiveOf(item) is null))
        {
            MergeItem(merged, change, field);
        }

        return ElementOrder.Arrange(merged, order ?? changes, present, field.MergeKey);
    }

    private void MergeItem(List<JsonNode?> merged, JsonObject change, BuiltInField field)
    {
        var key = KeyOf(change, field.MergeKey);
        var index = merged.FindIndex(item => item is JsonObject members && JsonNode.DeepEquals(members[field.MergeKey], key));
        if (index < 0)
        {
            merged.Add(StrategicMergePatch.Plain(change));
        }
        else
        {
            merged[index] = Merge(merged[index]!.AsObject(), change, field.Shape.Element);
        }
    }

    private static List<JsonNode?> ApplySpecialItems(List<JsonNode?> original, JsonArray changes, string mergeKey, ref bool replaces)
    {
        foreach (var special in changes.OfType<JsonObject>())
        {
            switch (StrategicMergePatch.DirectiveOf(special)?.ToString())
            {
                case null:
                    break;
                case "replace":
                    replaces = true;
                    break;
                case "delete":
                    var key = KeyOf(special, mergeKey);
                    original = [.. original.Where(item => item is not JsonObject members || !JsonNode.DeepEquals(members[mergeKey], key))];
                    break;
                case "merge":
                    throw PatchException.Internal("merging lists cannot yet be specified in the patch");
                case var other:
                    throw UnknownDirective(other, special);
            }
        }

        return original;
    }

    private static JsonNode KeyOf(JsonObject item, string mergeKey) =>
        item[mergeKey] ?? throw PatchException.Internal($"map: {GoMap.Text(item)} does not contain declared merge key: {mergeKey}");

    private static bool Contains(IEnumerable<JsonNode?> items, JsonNode? item) => items.Any(other => JsonNode.DeepEquals(other, item));

    private static BuiltInField? FieldOf(FieldShape? shape, string name) => shape switch
    {
        { Kind: ShapeKind.Object } => BuiltInTypes.Find(shape.TypeName)?.Fields.GetValueOrDefault(name),
        { Kind: ShapeKind.Map } => new BuiltInField { Shape = shape.Element! },
        _ => null,
    };

    private void Check(BuiltInField? field, JsonNode? change)
    {
        var expected = field?.Shape.Kind switch
        {
            ShapeKind.List when change is not (null or JsonArray) => "slice",
            ShapeKind.Map when change is not (null or JsonObject) => "map",
            ShapeKind.Object when change is not (null or JsonObject) => "struct",
            _ => null,
        };
        if (expected is not null)
        {
            throw PatchException.BadResult(GoMap.Text(whole), $"cannot restore {expected} from {GoMap.KindOf(change)}");
        }
    }
}
