using System.Net.Http.Headers;
using KubeController.Client.Writes;

namespace KubeController.Client.Http;

/// <summary>One request as it is meant; each attempt builds its own <see cref="HttpRequestMessage"/> from it.</summary>
internal sealed class ApiRequest
{
    public required HttpMethod Method { get; init; }

    /// <summary>Path and query, relative to the base address, without a leading slash.</summary>
    public required string Path { get; init; }

    /// <summary>What is asked, for messages and metrics: verb, resource, and then which one: <c>patch pods/status default/web</c>.</summary>
    public required string Description { get; init; }

    /// <summary>What is written; <see langword="null"/> for a read and a dry run.</summary>
    public WriteTarget? Write { get; init; }

    public byte[]? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>What answers are understood, most wanted first.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>Asks for gzip, which pays for lists and would only delay the frames of a watch.</summary>
    public bool AcceptsGzip { get; init; }

    /// <summary>Whether carrying it out twice is as good as once.</summary>
    public bool IsIdempotent => Method != HttpMethod.Post && ContentType != JsonPatch.JsonPatchType;

    public HttpRequestMessage ToMessage(Uri baseAddress, Version version, ProductInfoHeaderValue[] userAgent)
    {
        var message = new HttpRequestMessage(Method, new Uri(baseAddress, Path))
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.TryAddWithoutValidation("Accept", Accept);
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
