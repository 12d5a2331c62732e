using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.ManagedFields;

/// <summary>Checks that an applied object is of its type: known fields, right forms, keys that tell the items of lists apart.</summary>
internal sealed class TypeCheck
{
    private readonly List<string> _errors = [];
    private readonly List<string> _path = [];

    private TypeCheck()
    {
    }

    /// <summary>What is wrong with the object, in the words of the server; null where nothing is.</summary>
    public static string? ErrorOf(TypedObject obj)
    {
        var check = new TypeCheck();
        check.Visit(FieldValue.Of(obj.Value), obj.Type);
        return check._errors.Count switch
        {
            0 => null,
            1 => check._errors[0],
            _ => $"errors:\n{string.Join('\n', check._errors.Select(error => $"  {error}"))}",
        };
    }

    private void Visit(FieldValue value, FieldType type)
    {
        switch (type.FormOf(value))
        {
            case FieldForm.Map:
                VisitMap(value, type.Map!);
                break;
            case FieldForm.List:
                VisitList(value, type.List!);
                break;
            case FieldForm.Scalar when !type.Fits(value.Node):
                Report(ScalarError(type.Scalar!.Value, value));
                break;
            default:
                break;
        }
    }

    private void VisitMap(FieldValue value, MapType type)
    {
        if (value.Node is not (null or JsonObject))
        {
            Report($"expected map, got {Shown(value)}");
            return;
        }

        foreach (var (name, member) in value.Node as JsonObject ?? [])
        {
            var step = PathElement.Field(name).ToString();
            if (type.Member(name) is { } memberType)
            {
                Inside(step, () => Visit(FieldValue.Of(member), memberType));
            }
            else
            {
                Inside(step, () => Report("field not declared in schema"));
            }
        }
    }

    private void VisitList(FieldValue value, ListType type)
    {
        if (value.Node is not (null or JsonArray))
        {
            Report($"expected list, got {Shown(value)}");
            return;
        }

        var items = value.Node as JsonArray ?? [];
        var seen = new HashSet<PathElement>();
        for (var i = 0; i < items.Count; i++)
        {
            var step = $"[{i}]";
            if (!type.IsAtomic)
            {
                if (ListItems.Identify(type, items[i], out var error) is not { } identity)
                {
                    Report($"element {i}: {error}");
                    return;
                }

                step = identity.ToString();
                if (!seen.Add(identity))
                {
                    Report($"duplicate entries for key {step}");
                }
            }

            Inside(step, () => Visit(FieldValue.Of(items[i]), type.Items()));
        }
    }

    private void Inside(string step, Action visit)
    {
        _path.Add(step);
        visit();
        _path.RemoveAt(_path.Count - 1);
    }

    private void Report(string error) => _errors.Add($"{string.Concat(_path)}: {error}");

    private static string ScalarError(ScalarType type, FieldValue value) => type switch
    {
        ScalarType.Number => $"expected numeric (int or float), got {GoType(value.Node)}",
        ScalarType.Text => $"expected string, got &value.valueUnstructured{{Value:{Literal(value.Node)}}}",
        ScalarType.Boolean => $"expected boolean, got {Shown(value)}",
        _ => $"expected any scalar, got {Shown(value)}",
    };

    private static string Shown(FieldValue value) => $"&{{{value}}}";

    // Go's %T and %#v of a decoded value.
    private static string GoType(JsonNode? node) => node switch
    {
        JsonObject => "map[string]interface {}",
        JsonArray => "[]interface {}",
        _ when node.AsText() is not null => "string",
        _ => "bool",
    };

    private static string Literal(JsonNode? node) => node switch
    {
        JsonObject members => $"map[string]interface {{}}{{{string.Join(", ", members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"\"{member.Key}\":{Literal(member.Value)}"))}}}",
        JsonArray items => $"[]interface {{}}{{{string.Join(", ", items.Select(Literal))}}}",
        null => "interface {}(nil)",
        _ => node.ToJsonString(),
    };
}
