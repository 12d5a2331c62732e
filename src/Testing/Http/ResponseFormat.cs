namespace KubeController.Testing.Http;

/// <summary>How an answer is written: what the Accept header and the server agree on.</summary>
internal sealed record ResponseFormat
{
    /// <summary>JSON, and objects as they are.</summary>
    public static readonly ResponseFormat Json = new();

    /// <summary>Whether it is YAML instead of JSON.</summary>
    public bool IsYaml { get; init; }

    /// <summary>Table, PartialObjectMetadata, PartialObjectMetadataList; empty for objects as they are.</summary>
    public string As { get; init; } = "";

    /// <summary>v1 or v1beta1: the version of <see cref="As"/>.</summary>
    public string AsVersion { get; init; } = "v1";

    /// <summary>The Content-Type.</summary>
    public string ContentType => IsYaml ? "application/yaml" : "application/json";

    /// <summary>Reads an Accept header.</summary>
    /// <param name="accept">The header; empty accepts everything.</param>
    /// <param name="isWatch">Whether the answer is a stream, for which there is no YAML.</param>
    /// <exception cref="StatusException">406: nothing in it can be met.</exception>
    public static ResponseFormat Negotiate(string accept, bool isWatch)
    {
        if (accept.Length == 0 || accept == "application/json")
        {
            return Json;
        }

        foreach (var clause in accept.Split(',').Select(Clause.Parse).OrderByDescending(clause => clause.Quality))
        {
            if (Match(clause, isWatch) is { } format)
            {
                return format;
            }
        }

        var types = isWatch
            ? "application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch"
            : "application/json, application/yaml, application/vnd.kubernetes.protobuf";
        throw new StatusException(406, "NotAcceptable", $"only the following media types are accepted: {types}");
    }

    /// <summary>How an error is written: as YAML for those who take nothing else.</summary>
    public static ResponseFormat ForErrors(string accept) => accept == "application/yaml" ? new ResponseFormat { IsYaml = true } : Json;

    private static ResponseFormat? Match(Clause clause, bool isWatch)
    {
        var isYaml = clause.Type is "application/yaml" && !isWatch;
        var isJson = clause.Type is "application/json" or "application/*" or "*/*";
        if (!isYaml && !isJson)
        {
            return null;
        }

        if (clause["as"] is not { } shape)
        {
            return isYaml ? new ResponseFormat { IsYaml = true } : Json;
        }

        var isKnown = shape is "Table" or "PartialObjectMetadata" or "PartialObjectMetadataList";
        var isMeta = clause["g"] == "meta.k8s.io" && clause["v"] is "v1" or "v1beta1";
        return isKnown && isMeta ? new ResponseFormat { IsYaml = isYaml, As = shape, AsVersion = clause["v"]! } : null;
    }

    private sealed record Clause(string Type, IReadOnlyList<KeyValuePair<string, string>> Parameters)
    {
        public double Quality => this["q"] is { } text
            && double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var quality) ? quality : 1;

        public string? this[string name]
        {
            get
            {
                foreach (var (key, value) in Parameters)
                {
                    if (key == name)
                    {
                        return value;
                    }
                }

                return null;
            }
        }

        public static Clause Parse(string text)
        {
            var parts = text.Split(';', StringSplitOptions.TrimEntries);
            var parameters = parts.Skip(1).Select(part => part.Split('=', 2)).Where(pair => pair.Length == 2);
            return new Clause(parts[0], [.. parameters.Select(pair => KeyValuePair.Create(pair[0].Trim(), pair[1].Trim()))]);
        }
    }
}
