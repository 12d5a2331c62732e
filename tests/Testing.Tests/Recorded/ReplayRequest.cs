using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeController.Testing.Tests.Recorded;

/// <summary>Turns a recorded request into one that can be sent: placeholders filled, and the media types as they were.</summary>
internal static class ReplayRequest
{
    public static HttpRequestMessage Create(RecordedStory story, JsonObject request, Bindings bindings, JsonNode? lastSeen)
    {
        var query = string.Join('&', (request["query"] as JsonObject ?? []).SelectMany(Parameters).Select(pair =>
            $"{Uri.EscapeDataString(pair.Name)}={Uri.EscapeDataString(ReplayText.Fill(pair.Value, bindings))}"));
        var path = bindings.Fill(request["path"]!.GetValue<string>());
        var message = new HttpRequestMessage(
            new HttpMethod(request["method"]!.GetValue<string>()),
            new Uri(query.Length == 0 ? path : $"{path}?{query}", UriKind.Relative));

        message.Headers.TryAddWithoutValidation("User-Agent", request["userAgent"]?.GetValue<string>() ?? story.UserAgent);
        message.Headers.TryAddWithoutValidation("Accept", request["accept"]?.GetValue<string>() ?? "application/json");
        foreach (var (name, value) in request["headers"] as JsonObject ?? [])
        {
            message.Headers.TryAddWithoutValidation(name, bindings.Fill(value!.ToString()));
        }

        if (Body(request, bindings, lastSeen) is { } body)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            message.Content.Headers.ContentType = MediaType(request);
        }

        return message;
    }

    private static IEnumerable<(string Name, string Value)> Parameters(KeyValuePair<string, JsonNode?> pair) =>
        (pair.Value as JsonArray ?? [pair.Value?.DeepClone()]).Select(value => (pair.Key, value?.ToString() ?? string.Empty));

    private static MediaTypeHeaderValue? MediaType(JsonObject request)
    {
        if (!request.TryGetPropertyValue("contentType", out var type))
        {
            return new MediaTypeHeaderValue("application/json");
        }

        return MediaTypeHeaderValue.TryParse(type?.GetValue<string>(), out var parsed) ? parsed : null;
    }

    private static string? Body(JsonObject request, Bindings bindings, JsonNode? lastSeen)
    {
        if (request["bodyText"] is { } text)
        {
            return ReplayText.Fill(text.GetValue<string>(), bindings);
        }

        if (request["body"] is JsonValue raw && raw.GetValueKind() == JsonValueKind.String)
        {
            return bindings.Fill(raw.GetValue<string>());      // sent as it stands, for what JSON nodes would not keep
        }

        return request["body"] is { } body ? bindings.Fill(ReplayText.Spaced(FillTimes(body.DeepClone(), lastSeen))) : null;
    }

    /// <summary>A time in a request is the one that the last answer about the object had at the same place.</summary>
    private static JsonNode FillTimes(JsonNode node, JsonNode? lastSeen)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (name, value) in map.Where(pair => pair.Value is not null).ToList())
                {
                    map[name] = Replace(value!, lastSeen is JsonObject seen ? seen[name] : null);
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is { } item)
                    {
                        list[i] = Replace(item, lastSeen is JsonArray seen && i < seen.Count ? seen[i] : null);
                    }
                }

                break;
        }

        return node;
    }

    private static JsonNode Replace(JsonNode value, JsonNode? lastSeen)
    {
        var isTime = value is JsonValue text && text.GetValueKind() == JsonValueKind.String && text.GetValue<string>() == "<time>";
        return isTime ? lastSeen?.DeepClone() ?? "2026-01-01T00:00:00Z" : FillTimes(value.DeepClone(), lastSeen);
    }
}
