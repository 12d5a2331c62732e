using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeController.Testing.Tests.Recorded;

/// <summary>Compares a whole answer with the recorded one: code, the headers that matter, body.</summary>
internal static class AnswerComparison
{
    // Others are the business of the transport.
    private static readonly string[] Headers = ["Content-Type", "Warning", "Retry-After"];

    public static (IReadOnlyList<string> Differences, Bindings Bindings) Compare(RecordedStep step, HttpResponseMessage answer, string text, Bindings bindings)
    {
        var differences = new List<string>();
        if (step.Response is not { } recorded)
        {
            return (differences, bindings);
        }

        var code = recorded["code"]!.GetValue<int>();
        if ((int)answer.StatusCode != code)
        {
            differences.Add($"code {(int)answer.StatusCode}, recorded {code}: {text[..Math.Min(text.Length, 600)]}");
            return (differences, bindings);
        }

        bindings = CompareHeaders(recorded, answer, bindings, differences);
        if (recorded["bodyText"] is { } recordedText && !TakesText(recordedText.GetValue<string>(), text, ref bindings))
        {
            differences.Add($"body '{text}', recorded '{recordedText}'");
        }

        return recorded.TryGetPropertyValue("body", out var body) ? CompareBody(step, body, text, bindings, differences) : (differences, bindings);
    }

    private static (IReadOnlyList<string> Differences, Bindings Bindings) CompareBody(
        RecordedStep step, JsonNode? recorded, string text, Bindings bindings, List<string> differences)
    {
        JsonNode? actual;
        try
        {
            actual = JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return ([.. differences, $"body is no JSON: '{text}'"], bindings);
        }

        var comparison = new JsonComparison(bindings, step.IsCut, step.ShowsManagers);
        comparison.Compare(recorded, WithNamesOnly(recorded, actual));
        return ([.. differences, .. comparison.Differences], comparison.Bindings);
    }

    /// <summary>A text in angle brackets only describes the body; YAML may be laid out in another way.</summary>
    private static bool TakesText(string recorded, string actual, ref Bindings bindings)
    {
        if (recorded.StartsWith("<the ", StringComparison.Ordinal))
        {
            return true;
        }

        return recorded.StartsWith("apiVersion:", StringComparison.Ordinal)
            ? JsonNode.DeepEquals(RecordedJson.FromYaml(recorded), RecordedJson.FromYaml(actual))
            : bindings.TryMatch(recorded, actual, out bindings);
    }

    private static Bindings CompareHeaders(JsonObject recorded, HttpResponseMessage answer, Bindings bindings, List<string> differences)
    {
        var recordedHeaders = (recorded["headers"] as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        foreach (var name in Headers)
        {
            var actual = Values(answer, name);
            if (!recordedHeaders.TryGetValue(name, out var value))
            {
                if (name == "Warning" && actual.Count > 0)
                {
                    differences.Add($"header Warning: {string.Join(" | ", actual)}, recorded none");
                }

                continue;
            }

            string[] wanted = value is JsonArray list ? [.. list.Select(item => item!.ToString())] : value!.ToString().Split(" | ");
            if (wanted.Length != actual.Count || !wanted.Zip(actual).All(pair => bindings.TryMatch(Type(name, pair.First), Type(name, pair.Second), out bindings)))
            {
                differences.Add($"header {name}: {string.Join(" | ", actual)}, recorded {string.Join(" | ", wanted)}");
            }
        }

        return bindings;
    }

    /// <summary>Of a media type only the type counts: "charset=utf-8" is no difference.</summary>
    private static string Type(string name, string value) => name == "Content-Type" ? value.Split(';')[0] : value;

    private static List<string> Values(HttpResponseMessage answer, string name) =>
        answer.Headers.NonValidated.TryGetValues(name, out var values) || answer.Content.Headers.NonValidated.TryGetValues(name, out values) ? [.. values] : [];

    /// <summary>Some files show of a list only the names of its items.</summary>
    private static JsonNode? WithNamesOnly(JsonNode? recorded, JsonNode? actual)
    {
        if (recorded?["items"] is JsonArray { Count: > 0 } names && names[0] is JsonValue && actual?["items"] is JsonArray items)
        {
            actual["items"] = new JsonArray([.. items.Select(item => item?["metadata"]?["name"]?.DeepClone())]);
        }

        return actual;
    }
}
