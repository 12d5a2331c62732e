using System.Net;
using System.Net.Http.Headers;
using KubeController.Client.Access;
using KubeController.Client.Metrics;

namespace KubeController.Client.Http;

/// <summary>Sends one attempt of a request, with the credentials of that moment; once more where newer ones are at hand after a refusal.</summary>
internal sealed class RequestSender(
    Uri baseAddress, ProductInfoHeaderValue[] userAgent, HttpMessageHandler handler, ICredentialSource? credentials, HttpVersionChoice version,
    ClientMetrics metrics) : IDisposable
{
    private readonly HttpMessageInvoker _invoker = new(handler, disposeHandler: true);
    private readonly RotatingHandler? _rotating = handler as RotatingHandler;

    public async Task<HttpResponseMessage> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var message = request.ToMessage(baseAddress, version.Current, userAgent);
        if (credentials is not null)
        {
            await credentials.AuthorizeAsync(message, cancellationToken);
        }

        var response = await SendInAnyVersionAsync(request, message, cancellationToken);
        return response.StatusCode == HttpStatusCode.Unauthorized
            ? await RepeatIfRenewedAsync(request, message, response, cancellationToken)
            : response;
    }

    public void Dispose()
    {
        _invoker.Dispose();
        credentials?.Dispose();
    }

    private async Task<HttpResponseMessage> RepeatIfRenewedAsync(
        ApiRequest request, HttpRequestMessage refused, HttpResponseMessage refusal, CancellationToken cancellationToken)
    {
        var next = request.ToMessage(baseAddress, version.Current, userAgent);
        try
        {
            if (!await TryRenewAsync(refused, next, cancellationToken))
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
        return await SendMeasuredAsync(request, next, cancellationToken);
    }

    /// <summary>What was refused is a token, or the certificate of the connection, which the server looks at with every request.</summary>
    private async Task<bool> TryRenewAsync(HttpRequestMessage refused, HttpRequestMessage next, CancellationToken cancellationToken)
    {
        var isRenewed = credentials is not null && await credentials.TryRenewAsync(refused, next, cancellationToken);
        return (_rotating is not null && await _rotating.TryRotateAsync(cancellationToken)) || isRenewed;
    }

    private async Task<HttpResponseMessage> SendInAnyVersionAsync(ApiRequest request, HttpRequestMessage message, CancellationToken cancellationToken)
    {
        try
        {
            var response = await SendMeasuredAsync(request, message, cancellationToken);
            version.Answered(response);
            return response;
        }
        catch (HttpRequestException error) when (version.ShouldTryOlder(request, error))
        {
            var older = request.ToMessage(baseAddress, HttpVersion.Version11, userAgent);
            older.Headers.Authorization = message.Headers.Authorization;
            var response = await SendMeasuredAsync(request, older, cancellationToken);
            version.GiveUpNewer(error);
            return response;
        }
    }

    private async Task<HttpResponseMessage> SendMeasuredAsync(ApiRequest request, HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var startedAt = metrics.Begin();
        try
        {
            var response = await SendAsync(message, cancellationToken);
            metrics.Answered(request, startedAt, response);
            return response;
        }
        catch (Exception error)
        {
            metrics.Failed(request, startedAt, error);
            throw;
        }
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
