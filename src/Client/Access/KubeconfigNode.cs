using System.Globalization;
using k8s.Exceptions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KubeController.Client.Access;

/// <summary>
/// A mapping in a kubeconfig, and where it is. Read as a tree: the serializer that KubernetesClient would use knows every model of the API by heart, and takes half a
/// second and 25 MB to learn them.
/// </summary>
/// <remarks>No message shows a value: many are secrets.</remarks>
internal sealed class KubeconfigNode
{
    private static readonly YamlMappingNode Empty = [];

    private readonly string _file;
    private readonly string _path;
    private readonly YamlMappingNode _node;

    private KubeconfigNode(string file, string path, YamlMappingNode node) => (_file, _path, _node) = (file, path, node);

    /// <exception cref="KubeConfigException">The file is absent, or no YAML.</exception>
    public static KubeconfigNode Read(string file)
    {
        try
        {
            using var text = File.OpenText(file);
            var stream = new YamlStream();
            stream.Load(text);
            return new(file, string.Empty, stream.Documents is [{ RootNode: YamlMappingNode root }, ..] ? root : Empty);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KubeConfigException($"There is no kubeconfig '{file}'.", error);
        }
        catch (YamlException error)
        {
            throw new KubeConfigException($"The kubeconfig '{file}' is no YAML: there is a fault at line {error.Start.Line}, column {error.Start.Column}.");
        }
    }

    public string? Text(string name) => Find(name) switch
    {
        null => null,
        YamlScalarNode scalar => IsNull(scalar) ? null : scalar.Value,
        var other => throw Unexpected(name, other, "a text"),
    };

    public bool Flag(string name) => Text(name) switch
    {
        null => false,
        var text when bool.TryParse(text, out var flag) => flag,
        _ => throw Unexpected(name, Find(name)!, "true or false"),
    };

    public KubeconfigNode? Mapping(string name) => Find(name) switch
    {
        null => null,
        YamlScalarNode scalar when IsNull(scalar) => null,
        YamlMappingNode mapping => new(_file, Below(name), mapping),
        var other => throw Unexpected(name, other, "a mapping"),
    };

    public IEnumerable<KubeconfigNode> Mappings(string name) => Items(name).Select((item, index) =>
        item is YamlMappingNode mapping ? new KubeconfigNode(_file, $"{Below(name)}[{index}]", mapping) : throw Unexpected(name, item, "a list of mappings"));

    public IEnumerable<string> Texts(string name) => Items(name).Select(item =>
        item is YamlScalarNode { Value: { } text } ? text : throw Unexpected(name, item, "a list of texts"));

    /// <summary>Gets all texts in here, by their names.</summary>
    public Dictionary<string, string> AllTexts() => _node.Children.Keys.OfType<YamlScalarNode>().Select(static key => key.Value ?? string.Empty)
        .ToDictionary(static name => name, name => Text(name) ?? string.Empty, StringComparer.Ordinal);

    private IEnumerable<YamlNode> Items(string name) => Find(name) switch
    {
        null => [],
        YamlScalarNode scalar when IsNull(scalar) => [],
        YamlSequenceNode sequence => sequence.Children,
        var other => throw Unexpected(name, other, "a list"),
    };

    private YamlNode? Find(string name) => _node.Children.TryGetValue(new YamlScalarNode(name), out var value) ? value : null;

    private string Below(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    private KubeConfigException Unexpected(string name, YamlNode node, string wanted) => new(
        string.Create(CultureInfo.InvariantCulture, $"'{Below(name)}' in the kubeconfig '{_file}', at line {node.Start.Line}, is not {wanted}."));

    // Quoted, it would be a text.
    private static bool IsNull(YamlScalarNode scalar) => scalar.Style == ScalarStyle.Plain && scalar.Value is null or "" or "~" or "null";
}
