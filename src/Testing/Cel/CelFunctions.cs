using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KubeController.Testing.Cel;

/// <summary>The functions that this server knows. A rule that uses another is refused with its CRD.</summary>
internal static class CelFunctions
{
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromSeconds(1);

    /// <summary>The names of the functions.</summary>
    public static readonly IReadOnlyCollection<string> Functions = ["size", "int", "double", "string", "bool", "dyn", "duration", "timestamp"];

    /// <summary>The names of the methods.</summary>
    public static readonly IReadOnlyCollection<string> Methods =
    [
        "size", "startsWith", "endsWith", "contains", "matches", "lowerAscii", "upperAscii", "trim", "replace", "split", "join", "substring",
        "indexOf", "lastIndexOf", "isSorted", "sum", "min", "max", "hasValue", "value", "orValue",
    ];

    /// <exception cref="CelException">The function does not know the arguments.</exception>
    public static object? Function(string name, IReadOnlyList<object?> arguments) => (name, arguments.Count == 1 ? arguments[0] : null) switch
    {
        ("size", { } value) => Size(value),
        ("dyn", var value) => value,
        ("string", { } value) => CelValues.Text(value),
        ("int", string text) when long.TryParse(text, CultureInfo.InvariantCulture, out var integer) => integer,
        ("int", double number) => (long)number,
        ("int", long integer) => integer,
        ("double", string text) when double.TryParse(text, CultureInfo.InvariantCulture, out var number) => number,
        ("double", long or double) => Convert.ToDouble(arguments[0], CultureInfo.InvariantCulture),
        ("bool", "true" or "false") => (string)arguments[0]! == "true",
        ("duration", string text) => CelTimes.Duration(text),
        ("timestamp", string text) => CelTimes.Timestamp(text),
        _ => throw new CelException("no such overload"),
    };

    /// <exception cref="CelException">The method does not know its target or its arguments.</exception>
    public static object? Method(string name, object? target, IReadOnlyList<object?> arguments) => target switch
    {
        CelOptional optional => OfOptional(name, optional, arguments),
        string text => OfText(name, text, arguments),
        List<object?> items => OfList(name, items, arguments),
        JsonObject members when name == "size" => (long)members.Count,
        _ => throw new CelException("no such overload"),
    };

    private static long Size(object value) => value switch
    {
        string text => text.EnumerateRunes().Count(),
        List<object?> items => items.Count,
        JsonObject members => members.Count,
        _ => throw new CelException("no such overload"),
    };

    private static object? OfOptional(string name, CelOptional optional, IReadOnlyList<object?> arguments) => name switch
    {
        "hasValue" => optional.HasValue,
        "value" => optional.HasValue ? optional.Value : throw new CelException("optional.none() dereference"),
        "orValue" when arguments.Count == 1 => optional.HasValue ? optional.Value : arguments[0],
        _ => throw new CelException("no such overload"),
    };

    private static object OfText(string name, string text, IReadOnlyList<object?> arguments) => (name, arguments) switch
    {
        ("size", []) => Size(text),
        ("startsWith", [string part]) => text.StartsWith(part, StringComparison.Ordinal),
        ("endsWith", [string part]) => text.EndsWith(part, StringComparison.Ordinal),
        ("contains", [string part]) => text.Contains(part, StringComparison.Ordinal),
        ("matches", [string pattern]) => Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, PatternTimeout),
        ("lowerAscii", []) => text.ToLowerInvariant(),
        ("upperAscii", []) => text.ToUpperInvariant(),
        ("trim", []) => text.Trim(),
        ("replace", [string from, string to]) => from.Length == 0 ? text : text.Replace(from, to, StringComparison.Ordinal),
        ("split", [string separator]) => text.Split(separator).Cast<object?>().ToList(),
        ("substring", [long start]) when start >= 0 && start <= text.Length => text[(int)start..],
        ("substring", [long start, long end]) when start >= 0 && start <= end && end <= text.Length => text[(int)start..(int)end],
        ("indexOf", [string part]) => (long)text.IndexOf(part, StringComparison.Ordinal),
        ("lastIndexOf", [string part]) => (long)text.LastIndexOf(part, StringComparison.Ordinal),
        _ => throw new CelException("no such overload"),
    };

    private static object? OfList(string name, List<object?> items, IReadOnlyList<object?> arguments) => (name, arguments) switch
    {
        ("size", []) => (long)items.Count,
        ("join", []) => string.Concat(items.Select(CelValues.Text)),
        ("join", [string separator]) => string.Join(separator, items.Select(CelValues.Text)),
        ("isSorted", []) => items.Zip(items.Skip(1)).All(pair => CelValues.Compare(pair.First, pair.Second) <= 0),
        ("sum", []) => items.Aggregate((object)0L, (sum, item) => sum is 0L ? item ?? 0L : CelArithmetic.Apply("+", sum, item)),
        ("min", []) when items.Count > 0 => items.Aggregate((least, item) => CelValues.Compare(item, least) < 0 ? item : least),
        ("max", []) when items.Count > 0 => items.Aggregate((most, item) => CelValues.Compare(item, most) > 0 ? item : most),
        ("indexOf", [var item]) => (long)items.FindIndex(other => CelValues.AreEqual(other, item)),
        ("lastIndexOf", [var item]) => (long)items.FindLastIndex(other => CelValues.AreEqual(other, item)),
        _ => throw new CelException("no such overload"),
    };
}
