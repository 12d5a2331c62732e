namespace KubeController.Client.Tests.Scripts;

/// <summary>A request as the handler saw it.</summary>
internal sealed record ScriptedRequest(HttpRequestMessage Message, string Method, string PathAndQuery, string? Body)
{
    public string? Header(string name) => Message.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
