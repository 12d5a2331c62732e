using System.Text.Json.Nodes;

namespace KubeController.Testing.Controllers;

/// <summary>What a controller got for a request.</summary>
/// <param name="Code">The HTTP code; 0 where the connection was cut.</param>
/// <param name="Utf8">The body.</param>
internal readonly record struct ControllerAnswer(int Code, ReadOnlyMemory<byte> Utf8)
{
    public bool IsSuccess => Code is >= 200 and < 300;

    /// <summary>The object was deleted, or is another one by now: nothing is left to be done about it.</summary>
    public bool IsGone => Code is 404 or 422;

    public JsonObject? Body => Utf8.IsEmpty ? null : JsonNode.Parse(Utf8.Span) as JsonObject;
}
