using System.Text.Json.Nodes;

namespace KubeController.Testing.Tests.Recorded;

/// <summary>What earlier answers of a story held and later requests send again: objects and tokens.</summary>
internal sealed class ReplayMemory
{
    private readonly Dictionary<string, JsonNode> _objects = [];
    private readonly Dictionary<string, string> _tokens = [];

    /// <summary>The object that the step is about, as the last answer had it.</summary>
    public JsonNode? LastSeen(RecordedStep step) => _objects.GetValueOrDefault(ObjectPath(step.Request!["path"]!.GetValue<string>()));

    /// <summary>Whether a token has been kept under the name.</summary>
    public bool HasToken(string name) => _tokens.ContainsKey(name);

    /// <summary>Keeps a token that no step asked for.</summary>
    public void KeepToken(string name, string token) => _tokens[name] = token;

    /// <summary>The request of a step with its token.</summary>
    public JsonObject Complete(RecordedStep step)
    {
        var token = Meanwhile.TokenOf(step.Id) is { } source ? _tokens.GetValueOrDefault(source) : null;
        var request = JsonNode.Parse(step.Request!.ToJsonString(RecordedJson.Plain).Replace("<token>", token ?? "<token>", StringComparison.Ordinal))!.AsObject();
        if (request["credentials"]?.GetValue<string>() is { } credentials && request["headers"]?["Authorization"] is null)
        {
            // A scheme that the server does not know is no credentials; without any the way in is that of the administrator.
            request["headers"] = new JsonObject { ["Authorization"] = credentials == "none" ? "None" : $"Bearer {credentials["bearer ".Length..]}" };
        }

        if (Meanwhile.Authorization(step.Id) is { } authorization)
        {
            request["headers"] = new JsonObject { ["Authorization"] = authorization.Replace("<token>", token ?? string.Empty, StringComparison.Ordinal) };
        }

        return request;
    }

    public void Remember(RecordedStep step, string text)
    {
        if (RecordedJson.TryParse(text) is not JsonObject answer)
        {
            return;
        }

        if (answer["status"] is JsonObject status && status["token"] is { } token)
        {
            _tokens[step.Id] = token.GetValue<string>();
        }

        if (answer["metadata"] is JsonObject metadata && metadata["uid"] is not null)
        {
            var path = step.Request!["path"]!.GetValue<string>();
            _objects[step.Request["method"]!.GetValue<string>() == "POST" ? $"{path}/{metadata["name"]}" : ObjectPath(path)] = answer;
        }
    }

    private static string ObjectPath(string path) => path.EndsWith("/status", StringComparison.Ordinal) ? path[..^"/status".Length] : path;
}
