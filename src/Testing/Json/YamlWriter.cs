using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KubeController.Testing.Json;

/// <summary>Writes JSON documents as YAML.</summary>
internal static class YamlWriter
{
    /// <summary>Writes a document.</summary>
    /// <param name="node">The document.</param>
    public static byte[] Write(JsonNode node)
    {
        using var text = new StringWriter { NewLine = "\n" };
        new YamlStream(new YamlDocument(Convert(node))).Save(text, assignAnchors: false);
        var written = text.ToString();
        return Encoding.UTF8.GetBytes(written.EndsWith("...\n", StringComparison.Ordinal) ? written[..^4] : written);
    }

    private static YamlNode Convert(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject obj:
                var mapping = new YamlMappingNode();
                foreach (var (name, value) in obj)
                {
                    mapping.Add(Text(name), Convert(value));
                }

                return mapping;
            case JsonArray array:
                return new YamlSequenceNode(array.Select(Convert));
            case null:
                return new YamlScalarNode("null") { Style = ScalarStyle.Plain };
            default:
                return node.GetValueKind() == JsonValueKind.String
                    ? Text(node.GetValue<string>())
                    : new YamlScalarNode(node.ToJsonString()) { Style = ScalarStyle.Plain };
        }
    }

    // Text that a reader would take for something else is quoted.
    private static YamlScalarNode Text(string text)
    {
        var isPlain = YamlReader.Resolve(text) is JsonValue value && value.GetValueKind() == JsonValueKind.String && text.Length > 0;
        return new YamlScalarNode(text) { Style = isPlain ? ScalarStyle.Any : ScalarStyle.DoubleQuoted };
    }
}
