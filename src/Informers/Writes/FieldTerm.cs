using KubeController.Client;

namespace KubeController.Informers.Writes;

/// <summary>A condition of a field selector on an object's name or namespace, which every type has.</summary>
internal readonly record struct FieldTerm(bool IsNamespace, string Value, bool IsNegated)
{
    private static readonly string[] Operators = ["!=", "==", "="];

    public bool Matches(NamespacedName key) => ((IsNamespace ? key.Namespace : key.Name) == Value) != IsNegated;

    /// <summary>Reads the conditions of a selector that are on names.</summary>
    /// <returns>These, and whether there are others.</returns>
    public static (IReadOnlyList<FieldTerm> Terms, bool HasOthers) Read(string? selector)
    {
        var terms = new List<FieldTerm>();
        var hasOthers = false;
        foreach (var text in (selector ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (ReadTerm(text) is { } term)
            {
                terms.Add(term);
            }
            else
            {
                hasOthers = true;
            }
        }

        return (terms, hasOthers);
    }

    private static FieldTerm? ReadTerm(string text)
    {
        foreach (var sign in Operators)
        {
            if (text.IndexOf(sign, StringComparison.Ordinal) is >= 0 and var at)
            {
                var (field, value) = (text[..at], text[(at + sign.Length)..]);
                return field is "metadata.name" or "metadata.namespace" && !value.Contains('\\') ? new(field == "metadata.namespace", value, sign == "!=") : null;
            }
        }

        return null;
    }
}
