using System.Text.Json.Nodes;

namespace KubeController.Testing.ManagedFields;

/// <summary>Compares two objects path by path, as their type divides them.</summary>
internal sealed class FieldComparer
{
    private readonly FieldSet _removed = new();
    private readonly FieldSet _modified = new();
    private readonly FieldSet _added = new();
    private readonly List<PathElement> _path = [];

    private FieldComparer()
    {
    }

    /// <summary>Compares an object with what it becomes.</summary>
    public static FieldComparison Compare(TypedObject old, TypedObject next)
    {
        var comparer = new FieldComparer();
        comparer.Visit(FieldValue.Of(old.Value), FieldValue.Of(next.Value), old.Type);
        return new FieldComparison(comparer._removed, comparer._modified, comparer._added);
    }

    private void Visit(FieldValue old, FieldValue next, FieldType? type)
    {
        // Where nothing differs there is nothing to tell, and most of an object does not.
        if (old.Same(next))
        {
            return;
        }

        var isLeaf = false;
        foreach (var form in Forms(old, next, type))
        {
            isLeaf |= VisitAs(form, old, next, type!);
        }

        if (!isLeaf)
        {
            NoteBorder(old, next);
        }
    }

    // A value that changes its form is compared in both.
    private static IEnumerable<FieldForm> Forms(FieldValue old, FieldValue next, FieldType? type)
    {
        if (type is null)
        {
            return [];
        }

        var before = type.FormOf(old);
        var after = type.FormOf(next);
        return !next.Exists ? [before] : !old.Exists || before == after ? [after] : [before, after];
    }

    // Whether the value is a leaf: it counts as a whole, and nothing below it does.
    private bool VisitAs(FieldForm form, FieldValue old, FieldValue next, FieldType type)
    {
        var isWhole = form switch
        {
            FieldForm.Map => type.Map!.IsAtomic || (EmptyAs<JsonObject>(old) && EmptyAs<JsonObject>(next)),
            FieldForm.List => type.List!.IsAtomic || (EmptyAs<JsonArray>(old) && EmptyAs<JsonArray>(next)),
            _ => true,
        };
        if (isWhole)
        {
            NoteLeaf(old, next);
        }
        else if (form == FieldForm.Map)
        {
            VisitMap(old, next, type.Map!);
        }
        else
        {
            VisitList(old, next, type.List!);
        }

        return isWhole;
    }

    private static bool EmptyAs<T>(FieldValue value)
        where T : JsonNode => value.IsEmpty || value.Node is not T;

    private void VisitMap(FieldValue old, FieldValue next, MapType type)
    {
        foreach (var name in FieldValue.Names(old, next))
        {
            _path.Add(PathElement.Field(name));
            Visit(old.Member(name), next.Member(name), type.Member(name));
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void VisitList(FieldValue old, FieldValue next, ListType type)
    {
        var before = ListItems.Group(type, old);
        var after = ListItems.Group(type, next).ToDictionary(group => group.Step, group => group.Items);
        foreach (var (step, items) in before)
        {
            VisitItems(step, items, after.Remove(step, out var others) ? others : [], type);
        }

        foreach (var (step, items) in after)
        {
            VisitItems(step, [], items, type);
        }
    }

    // Items that occur twice, as an update may leave them, are compared as one.
    private void VisitItems(PathElement step, List<JsonNode?> old, List<JsonNode?> next, ListType type)
    {
        _path.Add(step);
        switch (old.Count, next.Count)
        {
            case ( <= 1, <= 1):
                Visit(old.Count == 0 ? FieldValue.Missing : FieldValue.Of(old[0]), next.Count == 0 ? FieldValue.Missing : FieldValue.Of(next[0]), type.Items());
                break;
            case ( >= 2, >= 2):
                if (old.Count != next.Count || old.Zip(next).Any(pair => !JsonNode.DeepEquals(pair.First, pair.Second)))
                {
                    _modified.Add(_path);
                }

                break;
            case ( >= 2, _):
                next.ForEach(item => Visit(FieldValue.Missing, FieldValue.Of(item), type.Items()));
                _removed.Add(_path);
                break;
            default:
                old.ForEach(item => Visit(FieldValue.Of(item), FieldValue.Missing, type.Items()));
                _added.Add(_path);
                break;
        }

        _path.RemoveAt(_path.Count - 1);
    }

    private void NoteLeaf(FieldValue old, FieldValue next)
    {
        if (old.Exists && next.Exists)
        {
            _modified.Add(_path);
        }
        else
        {
            NoteBorder(old, next);
        }
    }

    private void NoteBorder(FieldValue old, FieldValue next)
    {
        if (!old.Exists)
        {
            _added.Add(_path);
        }
        else if (!next.Exists)
        {
            _removed.Add(_path);
        }
    }
}
