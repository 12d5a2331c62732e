using System.Text.Json.Nodes;
using KubeController.Testing.Schemas;

namespace KubeController.Testing.Patches;

/// <summary>Reads the body of a merge patch or a strategic merge patch: an object.</summary>
internal static class PatchDocument
{
    /// <exception cref="PatchException">The body is no JSON, or no object.</exception>
    public static JsonObject Read(ReadOnlySpan<byte> body, bool strategic = false)
    {
        var prefix = strategic ? "" : "error decoding patch: ";
        if (GoJson.SyntaxError(body) is { } error)
        {
            throw PatchException.BadDocument(prefix + error);
        }

        var node = JsonNode.Parse(body);
        return node as JsonObject
            ?? throw PatchException.BadDocument($"{prefix}json: cannot unmarshal {GoJson.WordFor(node)} into Go value of type map[string]interface {{}}");
    }
}
