using System.Text.RegularExpressions;

namespace KubeController.Testing.Schemas;

/// <summary>A type of the built-in kinds: its fields by name.</summary>
internal sealed partial record BuiltInType(string Name, IReadOnlyDictionary<string, BuiltInField> Fields)
{
    private IReadOnlyList<string>? _alwaysShown;

    /// <summary>Whether server-side apply owns an object of this type as a whole.</summary>
    public bool IsAtomic { get; init; }

    /// <summary>The fields that are null where they are missing or empty.</summary>
    public IReadOnlyList<string> AlwaysShown => _alwaysShown ??= [.. Fields.Where(pair => pair.Value.AlwaysShown).Select(pair => pair.Key)];

    /// <summary>The name in the messages of the server.</summary>
    public string GoName => GoNameOf(Name);

    /// <summary>Takes the prefix away that tells types of the same name apart.</summary>
    public static string GoNameOf(string name) => VersionPrefix().Replace(name, "");

    [GeneratedRegex("^([A-Z][a-z]+v1|V2|V1alpha[0-9]+|V1beta[0-9]+)(?=[A-Z])")]
    private static partial Regex VersionPrefix();
}
