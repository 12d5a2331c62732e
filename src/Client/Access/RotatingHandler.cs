using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace KubeController.Client.Access;

/// <summary>
/// Sends requests through a handler that is replaced when authorities, client certificate or key have been: connections and their handshakes are of one
/// handler, so the next request makes a new one. What is under way on the old one ends there. Thread-safe.
/// </summary>
internal sealed class RotatingHandler : HttpMessageHandler
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);

    private readonly ServerAccess _access;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _turn = new(1, 1);

    // All written in turn.
    private volatile LeasedHandler _current;
    private TlsPem _pem;
    private int _generation;
    private long _readAt;

    public RotatingHandler(ServerAccess access, TimeProvider timeProvider, ILogger logger)
    {
        _access = access;
        _timeProvider = timeProvider;
        _logger = logger;
        _generation = access.Tls.Generation;
        _pem = access.Tls.Read();
        _readAt = timeProvider.GetTimestamp();
        _current = new(ServerHandler.Create(access, _pem));
    }

    /// <summary>Reads everything now, whenever it was last read; says whether it has changed.</summary>
    public async Task<bool> TryRotateAsync(CancellationToken cancellationToken)
    {
        var before = _current;
        if (_access.Tls.HasFiles || _access.Tls.Generation != _generation)
        {
            await RotateAsync(force: true, cancellationToken);
        }

        return before != _current;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (IsDue)
        {
            await RotateAsync(force: false, cancellationToken);
        }

        try
        {
            return await SendOnceAsync(request, cancellationToken);
        }
        catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            // The handshake failed, so nothing was sent; perhaps since the server has a certificate of a new authority.
            if (!await TryRotateAsync(cancellationToken))
            {
                throw;
            }
        }

        return await SendOnceAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _current.Dispose();
            _turn.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool IsDue => _access.Tls.Generation != Volatile.Read(ref _generation)
        || (_access.Tls.HasFiles && _timeProvider.GetElapsedTime(Volatile.Read(ref _readAt)) >= MaxAge);

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var handler = _current;
        while (!handler.TryLease())
        {
            // Retired since it was looked up. The newest one is retired only when all is over.
            ObjectDisposedException.ThrowIf(handler == _current, typeof(ApiConnection));
            handler = _current;
        }

        try
        {
            return await handler.SendAsync(request, cancellationToken);
        }
        finally
        {
            handler.Return();
        }
    }

    private async Task RotateAsync(bool force, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (force || IsDue)
            {
                _generation = _access.Tls.Generation;
                _readAt = _timeProvider.GetTimestamp();
                await ReadInTurnAsync();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task ReadInTurnAsync()
    {
        try
        {
            // Files are read by a thread of the pool whatever one does; the caller's is not blocked.
            var pem = await Task.Run(_access.Tls.Read);
            if (pem.IsSameAs(_pem))
            {
                return;
            }

            var old = _current;
            _current = new(ServerHandler.Create(_access, pem));
            _pem = pem;
            old.Dispose();
            _logger.TlsRotated();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            // Half replaced, such as a certificate without its new key: what is known holds until the next look.
            _logger.TlsUnreadable(error);
        }
    }
}
