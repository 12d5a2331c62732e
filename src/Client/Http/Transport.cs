using KubeController.Client.Warnings;

namespace KubeController.Client.Http;

/// <summary>Sends requests, attempt by attempt, and makes an exception of each refusal.</summary>
internal sealed class Transport(RequestSender sender, Resilience resilience, ServerWarnings warnings, TimeProvider timeProvider) : IDisposable
{
    /// <summary>Returns the whole body of a success.</summary>
    public Task<byte[]> SendAsync(ApiRequest request, CancellationToken cancellationToken) =>
        resilience.RunAsync(request, retries: true, ReadAttemptAsync, cancellationToken);

    /// <summary>Returns a success as soon as its headers are there; the caller reads the body, and disposes the response.</summary>
    public Task<HttpResponseMessage> OpenAsync(ApiRequest request, bool retries, CancellationToken cancellationToken) =>
        resilience.RunAsync(request, retries, AttemptAsync, cancellationToken);

    public void Dispose() => sender.Dispose();

    private async ValueTask<byte[]> ReadAttemptAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var response = await AttemptAsync(request, cancellationToken);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    private async ValueTask<HttpResponseMessage> AttemptAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var response = await sender.SendAsync(request, cancellationToken);
        warnings.Report(request, response);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await ErrorReader.ReadAsync(request, response, timeProvider, cancellationToken);
        }
    }
}
