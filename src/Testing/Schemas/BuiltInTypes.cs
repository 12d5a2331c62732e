using System.Diagnostics;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Schemas;

/// <summary>The table of the fields of all built-in kinds, read once from the package.</summary>
internal static class BuiltInTypes
{
    private static readonly Lazy<Dictionary<string, BuiltInType>> Table = new(Load);

    private static readonly Dictionary<(string Group, string Kind), string> Renamed = new()
    {
        [("", "Event")] = "Corev1Event",
        [("events.k8s.io", "Event")] = "Eventsv1Event",
        [("authentication.k8s.io", "TokenRequest")] = "Authenticationv1TokenRequest",
        [("autoscaling", "HorizontalPodAutoscaler")] = "V2HorizontalPodAutoscaler",
    };

    /// <summary>The metadata of every object.</summary>
    public static BuiltInType ObjectMeta => Find("ObjectMeta") ?? throw new UnreachableException();

    /// <summary>The type by its name in the table; null where it is not in it.</summary>
    public static BuiltInType? Find(string name) => Table.Value.GetValueOrDefault(name);

    /// <summary>The type of a kind; null for custom kinds and for kinds whose fields are not known here.</summary>
    public static BuiltInType? Of(ResourceDefinition definition) => definition.IsCustom ? null : Of(definition.Group, definition.Kind);

    /// <summary>The type of a kind of a built-in group; null where its fields are not known here.</summary>
    public static BuiltInType? Of(string group, string kind) => Find(Renamed.GetValueOrDefault((group, kind), kind));

    private static Dictionary<string, BuiltInType> Load()
    {
        using var stream = typeof(BuiltInTypes).Assembly.GetManifestResourceStream("BuiltInTypes.txt") ?? throw new UnreachableException();
        using var reader = new StreamReader(stream);
        var types = new Dictionary<string, BuiltInType>(StringComparer.Ordinal);
        var fields = new Dictionary<string, BuiltInField>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith(' '))
            {
                var words = line.Trim().Split(' ');
                fields.Add(words[0], BuiltInField.Parse(words.AsSpan(1)));
            }
            else if (!line.StartsWith('#'))
            {
                fields = new Dictionary<string, BuiltInField>(StringComparer.Ordinal);
                var head = line.Split(' ');
                types.Add(head[0], new BuiltInType(head[0], fields) { IsAtomic = head.Contains("atomic") });
            }
        }

        return types;
    }
}
