namespace KubeController.Client.Http;

/// <summary>Sends requests whose answers are one document, reports the writes among them, and decodes the answers.</summary>
internal sealed class Answers(ApiConnection connection)
{
    /// <summary>Returns the answer as it came; every write of a <see cref="ResourceClient"/> passes here.</summary>
    public async Task<byte[]> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var body = await connection.Transport.SendAsync(request, cancellationToken);
        if (request.Write is { } write)
        {
            connection.Writes.Report(write, body);
        }

        return body;
    }

    /// <exception cref="InvalidDataException">The answer does not decode.</exception>
    public async Task<T> SendAsync<T>(ApiRequest request, CancellationToken cancellationToken)
        where T : class
    {
        var body = await SendAsync(request, cancellationToken);
        try
        {
            return connection.Json.Read<T>(body) ?? throw new InvalidDataException("It is null.");
        }
        catch (Exception error)
        {
            // Not JsonException alone: converters and setters of a model throw what they like.
            throw new InvalidDataException(
                $"{request.Description}: the server agreed, but its answer does not decode as {typeof(T).Name}: {error.Message}", error);
        }
    }
}
