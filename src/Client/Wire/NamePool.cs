using System.Text.Json;

namespace KubeController.Client.Wire;

/// <summary>Makes one string of a text that comes again and again, such as a namespace.</summary>
internal sealed class NamePool
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private string _last = string.Empty;

    public string Get(ref readonly Utf8JsonReader reader)
    {
        if (!reader.ValueTextEquals(_last))
        {
            var text = reader.GetString()!;
            _last = _known.TryGetValue(text, out var known) ? known : text;
            _known.Add(_last);
        }

        return _last;
    }
}
