using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KubeController.Testing.Tests.Recorded;

/// <summary>Compares an answer with the recorded one: member by member, placeholders bound on the way.</summary>
/// <param name="bindings">The values bound so far.</param>
/// <param name="isCut">The recording shows only a part: members and items that it does not show may be there.</param>
/// <param name="comparesManagers">Whether managedFields that the recording does not show must not be there; most recordings leave them out.</param>
internal sealed partial class JsonComparison(Bindings bindings, bool isCut, bool comparesManagers = false)
{
    private readonly List<string> _differences = [];

    public Bindings Bindings { get; private set; } = bindings;

    public IReadOnlyList<string> Differences => _differences;

    public void Compare(JsonNode? recorded, JsonNode? actual, string path = "")
    {
        switch (recorded, actual)
        {
            case (JsonObject recordedObject, JsonObject actualObject):
                CompareObjects(recordedObject, actualObject, path);
                break;
            case (JsonArray recordedArray, JsonArray actualArray):
                CompareArrays(recordedArray, actualArray, path);
                break;
            case (JsonValue text, JsonNode) when text.GetValueKind() == JsonValueKind.String && text.GetValue<string>() == "<object>":
                break;
            default:
                CompareValues(recorded, actual, path);
                break;
        }
    }

    private void CompareObjects(JsonObject recorded, JsonObject actual, string path)
    {
        foreach (var (recordedName, value) in recorded)
        {
            var name = Bindings.Fill(recordedName);
            var inner = $"{path}.{name}";
            if (!actual.TryGetPropertyValue(name, out var other))
            {
                _differences.Add($"{inner}: missing, recorded {Text(value)}");
            }
            else if (name == "message" && (recorded.ContainsKey("reason") || recorded.ContainsKey("field")))
            {
                CompareMessages(value, other, inner);
            }
            else
            {
                Compare(value, other, inner);
            }
        }

        foreach (var (name, value) in actual)
        {
            if (!isCut && (name != "managedFields" || comparesManagers) && !recorded.Any(member => Bindings.Fill(member.Key) == name))
            {
                _differences.Add($"{path}.{name}: {Text(value)}, recorded nothing");
            }
        }
    }

    private void CompareArrays(JsonArray recorded, JsonArray actual, string path)
    {
        if (path.EndsWith(".causes", StringComparison.Ordinal))
        {
            CompareSets(recorded, actual, path);      // the real server walks maps: the order of causes is chance
        }
        else if (isCut)
        {
            CompareSubsequence(recorded, actual, path);
        }
        else if (recorded.Count != actual.Count)
        {
            _differences.Add($"{path}: {actual.Count} items {Text(actual)}, recorded {recorded.Count} {Text(recorded)}");
        }
        else
        {
            for (var i = 0; i < recorded.Count; i++)
            {
                Compare(recorded[i], actual[i], $"{path}[{i}]");
            }
        }
    }

    private void CompareSets(JsonArray recorded, JsonArray actual, string path)
    {
        var rest = actual.ToList();
        foreach (var item in recorded)
        {
            var index = rest.FindIndex(candidate => Takes(item, candidate));
            if (index < 0)
            {
                _differences.Add($"{path}: missing {Text(item)}");
            }
            else
            {
                rest.RemoveAt(index);
            }
        }

        _differences.AddRange(rest.Select(item => $"{path}: {Text(item)}, not recorded"));
    }

    private void CompareSubsequence(JsonArray recorded, JsonArray actual, string path)
    {
        var next = 0;
        for (var i = 0; i < recorded.Count; i++)
        {
            var found = Enumerable.Range(next, Math.Max(0, actual.Count - next)).FirstOrDefault(index => Takes(recorded[i], actual[index]), -1);
            if (found < 0)
            {
                _differences.Add($"{path}: no item like {Text(recorded[i])}");
            }
            else
            {
                next = found + 1;
            }
        }
    }

    private bool Takes(JsonNode? recorded, JsonNode? actual)
    {
        var trial = new JsonComparison(Bindings, isCut, comparesManagers);
        trial.Compare(recorded, actual);
        if (trial.Differences.Count == 0)
        {
            Bindings = trial.Bindings;
            return true;
        }

        return false;
    }

    /// <summary>The parts of "is invalid: [a, b]" stand in no order, like the causes that they repeat.</summary>
    private void CompareMessages(JsonNode? recorded, JsonNode? actual, string path)
    {
        if (AsString(recorded) is { } recordedText && AsString(actual) is { } actualText)
        {
            CompareValues(JsonValue.Create(Sorted(recordedText)), JsonValue.Create(Sorted(actualText)), path);
        }
        else
        {
            CompareValues(recorded, actual, path);
        }
    }

    private static string Sorted(string message)
    {
        // A refused patch shows the whole object, with its members in the order of Go's structures.
        var text = WholeObject().Replace(message, "Invalid value: \"an object\": ");
        var start = text.IndexOf("is invalid: [", StringComparison.Ordinal);
        return start < 0 ? text : text[..start] + string.Join(", ", text[(start + 13)..].TrimEnd(']').Split(", ").Order(StringComparer.Ordinal));
    }

    private void CompareValues(JsonNode? recorded, JsonNode? actual, string path)
    {
        if (AsString(recorded) is { } recordedText && AsString(actual) is { } actualText)
        {
            var matches = Bindings.TryMatch(recordedText, actualText, out var bound);
            Bindings = bound;
            if (!matches && !(isCut && path.EndsWith(".description", StringComparison.Ordinal) && actualText.StartsWith(recordedText, StringComparison.Ordinal)))
            {
                _differences.Add($"{path}: {Text(actual)}, recorded {Text(JsonValue.Create(Bindings.Fill(recordedText)))}");
            }
        }
        else if (recorded?.ToJsonString() != actual?.ToJsonString())
        {
            _differences.Add($"{path}: {Text(actual)}, recorded {Text(recorded)}");
        }
    }

    [GeneratedRegex("""Invalid value: "(\{.*\}|<the whole [a-z ]*object as JSON>)": """, RegexOptions.Singleline)]
    private static partial Regex WholeObject();

    private static string? AsString(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";
}
