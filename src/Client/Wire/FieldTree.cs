using System.Text.Json;

namespace KubeController.Client.Wire;

/// <summary>Fields that are not kept, by the names on the way to them.</summary>
internal sealed class FieldTree
{
    private readonly List<(byte[] Name, FieldTree Below)> _fields = [];

    public static FieldTree None { get; } = new();

    /// <summary>Gets a value indicating whether the field itself is not kept; of one that is, fields below may not be.</summary>
    public bool IsDropped { get; private set; }

    /// <exception cref="ArgumentException">A text is no JSON pointer to a field that may be missing.</exception>
    public static FieldTree Parse(IEnumerable<string> pointers)
    {
        var root = new FieldTree();
        foreach (var pointer in pointers)
        {
            var names = pointer.Split('/').Select(static part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToArray();
            if (names is not ["", { Length: > 0 }, ..] || IsNeeded(names))
            {
                throw new ArgumentException(
                    $"'{pointer}' cannot be dropped. Name a field by a JSON pointer such as '/status' or '/metadata/annotations/example.com~1notes'; "
                    + "name, namespace, uid and resourceVersion, and metadata as a whole, are needed.",
                    nameof(pointers));
            }

            root.Add(names.AsSpan(1));
        }

        return root;
    }

    /// <summary>Returns what is said of the property the reader stands on.</summary>
    public FieldTree Find(ref readonly Utf8JsonReader property)
    {
        foreach (var (name, below) in _fields)
        {
            if (property.ValueTextEquals(name))
            {
                return below;
            }
        }

        return None;
    }

    private static bool IsNeeded(string[] names) =>
        names is [_, "metadata"] or [_, "metadata", "name" or "namespace" or "uid" or "resourceVersion", ..];

    private void Add(ReadOnlySpan<string> names)
    {
        if (names.IsEmpty)
        {
            IsDropped = true;
            return;
        }

        var name = System.Text.Encoding.UTF8.GetBytes(names[0]);
        var below = _fields.Find(field => field.Name.AsSpan().SequenceEqual(name)).Below;
        if (below is null)
        {
            _fields.Add((name, below = new()));
        }

        below.Add(names[1..]);
    }
}
