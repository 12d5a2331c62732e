using System.Text;
using System.Text.Json;
using k8s.Models;
using KubeController.Client.Json;

namespace KubeController.Client.Http;

/// <summary>Makes an <see cref="ApiException"/> of a response that is no success.</summary>
internal static class ErrorReader
{
    private const int MaxBody = 64 * 1024;

    public static async Task<ApiException> ReadAsync(
        ApiRequest request, HttpResponseMessage response, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var body = await ReadBodyAsync(response.Content, cancellationToken);
        var status = ParseStatus(body.Span) ?? new V1Status { Status = "Failure", Message = TextOf(response, body.Span) };
        status.Code ??= (int)response.StatusCode;
        var retryAfter = RetryAfter.Of(response.Headers, timeProvider)
            ?? (status.Details?.RetryAfterSeconds is > 0 and { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        return new ApiFailure(status, retryAfter, request.Description).ToException();
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            using var stream = await ResponseBody.OpenAsync(content, cancellationToken);
            var body = new byte[MaxBody];
            return body.AsMemory(0, await stream.ReadAtLeastAsync(body, MaxBody, throwOnEndOfStream: false, cancellationToken));
        }
        catch (Exception error) when (error is HttpRequestException or IOException or InvalidDataException)
        {
            // The code of the response says more than that its text was cut off.
            return Encoding.UTF8.GetBytes($"(the response could not be read: {error.Message})");
        }
    }

    private static string TextOf(HttpResponseMessage response, ReadOnlySpan<byte> body) => response.Headers.Location is { } location
        ? $"the server redirects to '{location}', which is not followed; use that address if it is the right one"
        : ErrorText.Summarize(body, response.ReasonPhrase);

    private static V1Status? ParseStatus(ReadOnlySpan<byte> body)
    {
        try
        {
            return ModelJson.Default.Read<V1Status>(body) is { Kind: "Status" } status ? status : null;
        }
        catch (JsonException)
        {
            return null;    // a proxy's page, or text: it becomes the message
        }
    }
}
