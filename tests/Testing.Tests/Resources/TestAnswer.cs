using System.Text;
using System.Text.Json.Nodes;
using KubeController.Testing.Http;

namespace KubeController.Testing.Tests.Resources;

/// <summary>An answer, with short ways to what tests look at.</summary>
internal sealed class TestAnswer(ApiResponse response)
{
    public ApiResponse Response => response;

    public int Code => response.Code;

    public string Text => Encoding.UTF8.GetString(response.Body.Span);

    public JsonObject Body => (JsonObject)JsonNode.Parse(response.Body.Span)!;

    public string? Reason => Body["reason"]?.GetValue<string>();

    public string? Message => Body["message"]?.GetValue<string>();

    public string Version => Meta("resourceVersion")!;

    public IReadOnlyList<string> Warnings => [.. response.Headers.Where(header => header.Key == "Warning").Select(header => header.Value)];

    public string? Meta(string name) => Body["metadata"]?[name]?.ToString();

    public IReadOnlyList<string> Names => [.. Body["items"]!.AsArray().Select(item => item!["metadata"]!["name"]!.GetValue<string>())];

    public override string ToString() => $"{Code} {Text}";
}
