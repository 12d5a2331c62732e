using System.Text;
using System.Text.RegularExpressions;

namespace KubeController.Testing.Validation;

/// <summary>What names, label keys and label values may look like. Each rule answers with the server's complaints; an empty list means the value is good.</summary>
internal static partial class NameRules
{
    private const string LabelPattern = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private const string SubdomainPattern = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
    private const string QualifiedNamePattern = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private const string LabelValuePattern = "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?";
    private const string Dns1035Pattern = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private const string ConfigKeyPattern = "[-._a-zA-Z0-9]+";

    private const string SubdomainText =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character"
        + " (e.g. 'example.com', regex used for validation is '" + SubdomainPattern + "')";

    private const string LabelText =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character"
        + " (e.g. 'my-name',  or '123-abc', regex used for validation is '" + LabelPattern + "')";

    private const string Dns1035Text =
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character"
        + " (e.g. 'my-name',  or 'abc-123', regex used for validation is '" + Dns1035Pattern + "')";

    private const string QualifiedNameText =
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
        + " (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '" + QualifiedNamePattern + "')";

    private const string LabelValueText =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
        + " (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '" + LabelValuePattern + "')";

    private const string ConfigKeyText =
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.'"
        + " (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '" + ConfigKeyPattern + "')";

    /// <summary>A DNS subdomain of at most 253 characters: the rule of most object names.</summary>
    public static IReadOnlyList<string> Subdomain(string value) =>
        [.. TooLong(value, 253), .. SubdomainRegex().IsMatch(value) ? Array.Empty<string>() : [SubdomainText]];

    /// <summary>A DNS label of at most 63 characters: namespaces, services, containers.</summary>
    public static IReadOnlyList<string> Label(string value)
    {
        var complaints = new List<string>(TooLong(value, 63));
        if (!LabelRegex().IsMatch(value))
        {
            complaints.Add(SubdomainRegex().IsMatch(value) ? "must not contain dots" : LabelText);
        }

        return complaints;
    }

    /// <summary>A DNS label that begins with a letter: plurals, kinds.</summary>
    public static IReadOnlyList<string> Dns1035(string value) =>
        [.. TooLong(value, 63), .. Dns1035Regex().IsMatch(value) ? Array.Empty<string>() : [Dns1035Text]];

    /// <summary>Anything that can stand between two slashes of a path: names of RBAC objects.</summary>
    public static IReadOnlyList<string> PathSegment(string value)
    {
        if (value is "." or "..")
        {
            return [$"may not be '{value}'"];
        }

        return [.. "/%".Where(c => value.Contains(c)).Select(c => $"may not contain '{c}'")];
    }

    /// <summary>A name with an optional prefix, <c>example.com/name</c>: keys of labels and annotations, finalizers.</summary>
    public static IReadOnlyList<string> QualifiedName(string value)
    {
        var parts = value.Split('/');
        if (parts.Length > 2)
        {
            return [$"a valid label key {QualifiedNameText} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"];
        }

        var complaints = new List<string>();
        if (parts.Length == 2)
        {
            complaints.AddRange((parts[0].Length == 0 ? ["must be non-empty"] : Subdomain(parts[0])).Select(text => $"prefix part {text}"));
        }

        complaints.AddRange(NamePart(parts[^1]).Select(text => $"name part {text}"));
        return complaints;
    }

    public static IReadOnlyList<string> LabelValue(string value)
    {
        var complaints = new List<string>(TooManyBytes(value, 63));
        if (!LabelValueRegex().IsMatch(value))
        {
            complaints.Add(LabelValueText);
        }

        return complaints;
    }

    /// <summary>A key of a config map's or secret's data.</summary>
    public static IReadOnlyList<string> ConfigKey(string value)
    {
        var complaints = new List<string>(TooLong(value, 253));
        if (!ConfigKeyRegex().IsMatch(value))
        {
            complaints.Add(ConfigKeyText);
        }

        complaints.AddRange(value switch
        {
            "." => ["must not be '.'"],
            ".." => ["must not be '..'"],
            _ when value.StartsWith("..", StringComparison.Ordinal) => ["must not start with '..'"],
            _ => Array.Empty<string>(),
        });
        return complaints;
    }

    private static IEnumerable<string> NamePart(string name)
    {
        if (name.Length == 0)
        {
            yield return "must be non-empty";
        }

        foreach (var complaint in TooManyBytes(name, 63))
        {
            yield return complaint;
        }

        if (!QualifiedNameRegex().IsMatch(name))
        {
            yield return QualifiedNameText;
        }
    }

    private static string[] TooLong(string value, int maximum) =>
        Encoding.UTF8.GetByteCount(value) > maximum ? [$"must be no more than {maximum} characters"] : [];

    private static string[] TooManyBytes(string value, int maximum) =>
        Encoding.UTF8.GetByteCount(value) > maximum ? [$"must be no more than {maximum} bytes"] : [];

    [GeneratedRegex("^" + LabelPattern + "\\z", RegexOptions.CultureInvariant)]
    private static partial Regex LabelRegex();

    [GeneratedRegex("^" + SubdomainPattern + "\\z", RegexOptions.CultureInvariant)]
    private static partial Regex SubdomainRegex();

    [GeneratedRegex("^" + QualifiedNamePattern + "\\z", RegexOptions.CultureInvariant)]
    private static partial Regex QualifiedNameRegex();

    [GeneratedRegex("^" + LabelValuePattern + "\\z", RegexOptions.CultureInvariant)]
    private static partial Regex LabelValueRegex();

    [GeneratedRegex("^" + Dns1035Pattern + "\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Dns1035Regex();

    [GeneratedRegex("^" + ConfigKeyPattern + "\\z", RegexOptions.CultureInvariant)]
    private static partial Regex ConfigKeyRegex();
}
