using System.Text.Json.Nodes;

namespace KubeController.Testing.ManagedFields;

/// <summary>Lists the paths that whoever sends an object claims: its leaves, atomic values as a whole, items, and members that the type does not declare.</summary>
internal sealed class FieldCollector
{
    private readonly FieldSet _set = new();
    private readonly List<PathElement> _path = [];

    private FieldCollector()
    {
    }

    /// <summary>The paths of the object.</summary>
    public static FieldSet Collect(TypedObject obj)
    {
        var collector = new FieldCollector();
        collector.Visit(FieldValue.Of(obj.Value), obj.Type);
        return collector._set;
    }

    private void Visit(FieldValue value, FieldType? type)
    {
        switch (type?.FormOf(value))
        {
            case FieldForm.Scalar:
            case FieldForm.Map when type.Map!.IsAtomic:
            case FieldForm.List when type.List!.IsAtomic:
                _set.Add(_path);
                break;
            case FieldForm.Map:
                VisitMap(value.Node as JsonObject ?? [], type.Map!);
                break;
            case FieldForm.List:
                VisitList(value, type.List!);
                break;
            default:
                break;
        }
    }

    private void VisitMap(JsonObject members, MapType type)
    {
        foreach (var (name, value) in members)
        {
            _path.Add(PathElement.Field(name));
            Visit(FieldValue.Of(value), type.Member(name));
            if (value is null or JsonObject { Count: 0 } || !type.Declares(name))
            {
                _set.Add(_path);
            }

            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void VisitList(FieldValue list, ListType type)
    {
        foreach (var (step, items) in ListItems.Group(type, list))
        {
            _path.Add(step);
            items.ForEach(item => Visit(FieldValue.Of(item), type.Items()));
            _set.Add(_path);
            _path.RemoveAt(_path.Count - 1);
        }
    }
}
