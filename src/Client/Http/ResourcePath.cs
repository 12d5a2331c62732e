using System.Globalization;
using System.Text;

namespace KubeController.Client.Http;

/// <summary>Builds path and query of a resource, with every part escaped.</summary>
internal sealed class ResourcePath
{
    private readonly StringBuilder _path = new();
    private char _separator = '?';

    public ResourcePath(ResourceType type, string? @namespace, string? name = null, string? subresource = null)
    {
        _path.Append(type.Group.Length == 0 ? "api/" : "apis/");
        if (type.Group.Length > 0)
        {
            _path.Append(Uri.EscapeDataString(type.Group)).Append('/');
        }

        _path.Append(Uri.EscapeDataString(type.Version));
        if (!string.IsNullOrEmpty(@namespace))
        {
            Append("namespaces");
            Append(@namespace);
        }

        Append(type.Plural);
        Append(name);
        Append(subresource);
    }

    public ResourcePath Query(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _path.Append(_separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            _separator = '&';
        }

        return this;
    }

    public ResourcePath Query(string name, int? value) => Query(name, value?.ToString(CultureInfo.InvariantCulture));

    public ResourcePath Flag(string name, bool value) => value ? Query(name, "true") : this;

    public ResourcePath Query(WriteOptions options) => Query("fieldManager", options.FieldManager)
        .Query("dryRun", options.DryRun ? "All" : null)
        .Query("fieldValidation", options.FieldValidation?.ToString());

    public override string ToString() => _path.ToString();

    private void Append(string? segment)
    {
        if (segment is "." or "..")
        {
            // An address folds these away, and the request would mean something else.
            throw new ArgumentException($"'{segment}' is no name.");
        }

        if (!string.IsNullOrEmpty(segment))
        {
            _path.Append('/').Append(Uri.EscapeDataString(segment));
        }
    }
}
