using System.Net.Http.Headers;

namespace KubeController.Client.Http;

/// <summary>One request as it is meant; each attempt builds its own <see cref="HttpRequestMessage"/> from it.</summary>
internal sealed class ApiRequest
{
    public required HttpMethod Method { get; init; }

    /// <summary>Path and query, relative to the base address, without a leading slash.</summary>
    public required string Path { get; init; }

    /// <summary>What is asked, for messages: <c>patch pods/status default/web</c>.</summary>
    public required string Description { get; init; }

    public byte[]? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>Asks for gzip, which pays for lists and would only delay the frames of a watch.</summary>
    public bool AcceptsGzip { get; init; }

    /// <summary>Whether carrying it out twice is as good as once.</summary>
    public bool IsIdempotent => Method != HttpMethod.Post;

    public HttpRequestMessage ToMessage(Uri baseAddress, Version version, ProductInfoHeaderValue[] userAgent)
    {
        var message = new HttpRequestMessage(Method, new Uri(baseAddress, Path))
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.Accept.Add(new("application/json"));
        foreach (var product in userAgent)
        {
            message.Headers.UserAgent.Add(product);
        }

        if (AcceptsGzip)
        {
            message.Headers.AcceptEncoding.Add(new("gzip"));
        }

        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body);
            message.Content.Headers.ContentType = new(ContentType);
        }

        return message;
    }
}
