using System.Text.Json.Nodes;

namespace KubeController.Testing.ManagedFields;

/// <summary>Merges an applied object into the present one: what is applied wins, what is not stays. Neither is changed.</summary>
internal static class FieldMerger
{
    /// <summary>The merged object.</summary>
    public static TypedObject Merge(TypedObject present, TypedObject applied) =>
        present.With((JsonObject)Merge(FieldValue.Of(present.Value), FieldValue.Of(applied.Value), present.Type).Node!);

    private static FieldValue Merge(FieldValue present, FieldValue applied, FieldType? type)
    {
        if (!applied.Exists || !present.Exists)
        {
            return Copy(applied.Exists ? applied : present);
        }

        return type?.FormOf(applied) switch
        {
            FieldForm.Map when !type.Map!.IsAtomic && !applied.IsEmpty && present.Node is JsonObject => FieldValue.Of(MergeMaps(present, applied, type.Map)),
            FieldForm.Map when !type.Map!.IsAtomic && applied.IsEmpty && !present.IsEmpty && present.Node is JsonObject => Copy(present),
            FieldForm.List when !type.List!.IsAtomic && !(present.IsEmpty && applied.IsEmpty) && present.Node is JsonArray => FieldValue.Of(MergeLists(present, applied, type.List)),
            _ => Copy(applied),
        };
    }

    private static FieldValue Copy(FieldValue value) => value with { Node = value.Node?.DeepClone() };

    private static JsonObject MergeMaps(FieldValue present, FieldValue applied, MapType type)
    {
        var merged = new JsonObject();
        foreach (var name in FieldValue.Names(present, applied))
        {
            merged[name] = Merge(present.Member(name), applied.Member(name), type.Member(name)).Node;
        }

        return merged;
    }

    private static JsonArray MergeLists(FieldValue present, FieldValue applied, ListType type)
    {
        var before = ListItems.Group(type, present);
        var wanted = ListItems.Group(type, applied);
        var old = before.ToDictionary(group => group.Step, group => group.Items);
        var result = new JsonArray();
        foreach (var (step, items) in Arrange(before, wanted))
        {
            if (items is null)
            {
                old[step].ForEach(item => result.Add(item?.DeepClone()));
            }
            else
            {
                // Items that are there twice have no one to be merged with.
                var partner = old.TryGetValue(step, out var same) && same.Count == 1 ? FieldValue.Of(same[0]) : FieldValue.Missing;
                items.ForEach(item => result.Add(Merge(partner, FieldValue.Of(item), type.Items()).Node));
            }
        }

        return result;
    }

    /// <summary>
    /// The order of the merged list: applied items keep the order in which they were applied, and each present item that was not applied
    /// stays behind the shared one that it followed. Null stands for a present item that was not applied.
    /// </summary>
    private static IEnumerable<(PathElement Step, List<JsonNode?>? Applied)> Arrange(
        List<(PathElement Step, List<JsonNode?> Items)> present, List<(PathElement Step, List<JsonNode?> Items)> applied)
    {
        var appliedSteps = applied.Select(group => group.Step).ToHashSet();
        var presentSteps = present.Select(group => group.Step).ToHashSet();
        var shared = new Queue<PathElement>(applied.Select(group => group.Step).Where(presentSteps.Contains));
        var next = 0;
        foreach (var (step, _) in present)
        {
            if (!appliedSteps.Contains(step))
            {
                yield return (step, null);
            }
            else if (shared.Count > 0 && shared.Peek() == step)
            {
                // Everything applied before the shared item goes before it, and so do shared items that were further up.
                while (next < applied.Count)
                {
                    var group = applied[next++];
                    yield return (group.Step, group.Items);
                    if (presentSteps.Contains(group.Step))
                    {
                        shared.Dequeue();
                    }

                    if (group.Step == step)
                    {
                        break;
                    }
                }
            }
        }

        for (; next < applied.Count; next++)
        {
            yield return (applied[next].Step, applied[next].Items);
        }
    }
}
