using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeController.Testing.Patches;

/// <summary>A place in a JSON document: a container that is there, and a key or index in it that may be missing.</summary>
internal readonly struct JsonPointer
{
    private readonly JsonNode _container;
    private readonly string _key;

    private JsonPointer(JsonNode container, string key)
    {
        _container = container;
        _key = key;
    }

    /// <summary>Finds the place of a path such as <c>/metadata/labels/a~1b</c>.</summary>
    /// <exception cref="PatchException">A container on the way is missing.</exception>
    public static JsonPointer Resolve(JsonNode root, string path)
    {
        var parts = path.Split('/');
        if (parts.Length < 2)
        {
            throw PatchException.NotApplicable();
        }

        var container = root;
        foreach (var part in parts[1..^1])
        {
            container = new JsonPointer(container, Decode(part)).Get();
            if (container is not (JsonObject or JsonArray))
            {
                throw PatchException.NotApplicable();
            }
        }

        return new JsonPointer(container, Decode(parts[^1]));
    }

    /// <summary>The value; null where an object lacks the member.</summary>
    /// <exception cref="PatchException">The index is out of range.</exception>
    public JsonNode? Get() => _container is JsonArray items ? items[Index(items.Count)] : _container[_key];

    /// <summary>Sets a member, or inserts an item; <c>-</c> appends.</summary>
    /// <exception cref="PatchException">The index is out of range.</exception>
    public void Add(JsonNode? value)
    {
        if (_container is not JsonArray items)
        {
            _container[_key] = value;
        }
        else if (_key == "-")
        {
            items.Add(value);
        }
        else
        {
            items.Insert(Index(items.Count + 1), value);
        }
    }

    /// <summary>Sets a member, present or not, or an item that is there.</summary>
    /// <exception cref="PatchException">The index is out of range.</exception>
    public void Replace(JsonNode? value)
    {
        if (_container is JsonArray items)
        {
            items[Index(items.Count)] = value;
        }
        else
        {
            _container[_key] = value;
        }
    }

    /// <summary>Takes the value out.</summary>
    /// <exception cref="PatchException">There is none.</exception>
    public JsonNode? Remove()
    {
        if (_container is JsonArray items)
        {
            var index = Index(items.Count);
            var item = items[index];
            items.RemoveAt(index);
            return item;
        }

        var members = _container.AsObject();
        if (!members.TryGetPropertyValue(_key, out var value))
        {
            throw PatchException.NotApplicable();
        }

        members.Remove(_key);
        return value;
    }

    private static string Decode(string part) => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private int Index(int count)
    {
        if (!int.TryParse(_key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index) || index >= count || index < -count)
        {
            throw PatchException.NotApplicable();
        }

        return index < 0 ? index + count : index;
    }
}
