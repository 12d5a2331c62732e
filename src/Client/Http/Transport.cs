using System.Net;
using System.Net.Http.Headers;

namespace KubeController.Client.Http;

/// <summary>Sends requests: each attempt a fresh message with the credentials of that moment, each refusal an exception.</summary>
internal sealed class Transport(
    Uri baseAddress, HttpMessageHandler handler, RequestCredentials? credentials, Version version, ProductInfoHeaderValue[] userAgent,
    Resilience resilience, ServerWarnings warnings, TimeProvider timeProvider) : IDisposable
{
    private readonly HttpMessageInvoker _invoker = new(handler, disposeHandler: true);

    /// <summary>Returns the whole body of a success.</summary>
    public Task<byte[]> SendAsync(ApiRequest request, CancellationToken cancellationToken) =>
        resilience.RunAsync(request, retries: true, ReadAttemptAsync, cancellationToken);

    /// <summary>Returns a success as soon as its headers are there; the caller reads the body, and disposes the response.</summary>
    public Task<HttpResponseMessage> OpenAsync(ApiRequest request, bool retries, CancellationToken cancellationToken) =>
        resilience.RunAsync(request, retries, AttemptAsync, cancellationToken);

    public void Dispose()
    {
        _invoker.Dispose();
        credentials?.Dispose();
    }

    private async ValueTask<byte[]> ReadAttemptAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var response = await AttemptAsync(request, cancellationToken);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    private async ValueTask<HttpResponseMessage> AttemptAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var message = request.ToMessage(baseAddress, version, userAgent);
        if (credentials is not null)
        {
            await credentials.AuthorizeAsync(message, cancellationToken);
        }

        var response = await SendAsync(message, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Unauthorized && credentials is not null)
        {
            response = await RepeatIfRenewedAsync(request, message, response, cancellationToken);
        }

        warnings.Log(request, response);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await ErrorReader.ReadAsync(request, response, timeProvider, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> RepeatIfRenewedAsync(
        ApiRequest request, HttpRequestMessage refused, HttpResponseMessage refusal, CancellationToken cancellationToken)
    {
        var next = request.ToMessage(baseAddress, version, userAgent);
        try
        {
            if (!await credentials!.TryRenewAsync(refused, next, cancellationToken))
            {
                return refusal;
            }
        }
        catch
        {
            refusal.Dispose();
            throw;
        }

        refusal.Dispose();
        return await SendAsync(next, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return await _invoker.SendAsync(message, cancellationToken);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            // How a handler says that its ConnectTimeout is over. Nobody cancelled, and nothing was sent.
            throw error.InnerException is TimeoutException timeout
                ? new HttpRequestException(HttpRequestError.ConnectionError, timeout.Message, timeout)
                : new HttpRequestException(HttpRequestError.Unknown, "The connection was given up.", error);
        }
    }
}
