using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeController.Testing.Schemas;

namespace KubeController.Testing.Cel;

/// <summary>
/// Values of expressions: null, bool, long, double, string, lists of values, and JSON objects as maps. Integers and doubles compare with each other.
/// </summary>
internal static class CelValues
{
    public static object? FromJson(JsonNode? node) => node switch
    {
        null => null,
        JsonArray items => items.Select(FromJson).ToList(),
        JsonObject members => members,
        JsonValue value => value.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String => value.GetValue<string>(),
            // Without the cast the integer would become a double.
            _ => JsonNumbers.IsInteger(value, out var integer) ? (object)integer : JsonNumbers.ValueOf(value),
        },
        _ => null,
    };

    public static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (long or double, long or double) => Convert.ToDouble(left, CultureInfo.InvariantCulture) == Convert.ToDouble(right, CultureInfo.InvariantCulture),
        (List<object?> one, List<object?> other) => one.Count == other.Count && one.Zip(other).All(pair => AreEqual(pair.First, pair.Second)),
        (JsonObject one, JsonObject other) => JsonNode.DeepEquals(one, other),
        _ => Equals(left, right),
    };

    /// <exception cref="CelException">The values have no order.</exception>
    public static int Compare(object? left, object? right) => (left, right) switch
    {
        (long one, long other) => one.CompareTo(other),
        (long or double, long or double) => Convert.ToDouble(left, CultureInfo.InvariantCulture).CompareTo(Convert.ToDouble(right, CultureInfo.InvariantCulture)),
        (string one, string other) => string.CompareOrdinal(one, other),
        (bool one, bool other) => one.CompareTo(other),
        (TimeSpan one, TimeSpan other) => one.CompareTo(other),
        (DateTimeOffset one, DateTimeOffset other) => one.CompareTo(other),
        _ => throw new CelException("no such overload"),
    };

    /// <exception cref="CelException">The value is something else.</exception>
    public static bool Truth(object? value) => value as bool? ?? throw new CelException("no such overload");

    /// <summary>The items of a list, or the keys of a map.</summary>
    /// <exception cref="CelException">The value is neither.</exception>
    public static IEnumerable<object?> Items(object? value) => value switch
    {
        List<object?> items => items,
        JsonObject members => members.Select(member => (object?)member.Key),
        _ => throw new CelException("no such overload"),
    };

    /// <summary>The value as a text, as <c>string(…)</c> gives it.</summary>
    public static string Text(object? value) => value switch
    {
        string text => text,
        bool truth => truth ? "true" : "false",
        double number => GoNumber.Text(number),
        long integer => integer.ToString(CultureInfo.InvariantCulture),
        DateTimeOffset time => GoTime.Format(time),
        TimeSpan span => $"{span.TotalSeconds.ToString(CultureInfo.InvariantCulture)}s",
        _ => throw new CelException("no such overload"),
    };
}
