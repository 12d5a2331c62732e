namespace KubeController.Testing.Http;

/// <summary>The parameters of a query string. Names may occur several times; the first value counts where one is wanted.</summary>
internal sealed class QueryParameters
{
    /// <summary>No parameters.</summary>
    public static readonly QueryParameters Empty = new([]);

    private readonly List<KeyValuePair<string, string>> _pairs;

    private QueryParameters(List<KeyValuePair<string, string>> pairs) => _pairs = pairs;

    /// <summary>The first value of the name; null where it does not occur.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var pair in _pairs)
            {
                if (pair.Key == name)
                {
                    return pair.Value;
                }
            }

            return null;
        }
    }

    /// <summary>Reads a query string.</summary>
    /// <param name="query">The query with or without the question mark.</param>
    public static QueryParameters Parse(string query)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var part in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? part : part[..equals];
            pairs.Add(new(Unescape(name), equals < 0 ? "" : Unescape(part[(equals + 1)..])));
        }

        return pairs.Count == 0 ? Empty : new QueryParameters(pairs);
    }

    /// <summary>All values of the name, in order.</summary>
    public IReadOnlyList<string> All(string name) => [.. _pairs.Where(pair => pair.Key == name).Select(pair => pair.Value)];

    /// <summary>Whether the name occurs, with a value or without.</summary>
    public bool Has(string name) => this[name] is not null;

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
