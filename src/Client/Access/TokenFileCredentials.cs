using System.Net.Http.Headers;

namespace KubeController.Client.Access;

/// <summary>Puts the token of a file on each request; the file is read again every ten seconds, and at once when the server refuses its token.</summary>
internal sealed class TokenFileCredentials(string path, TimeProvider timeProvider) : ICredentialSource
{
    /// <summary>A projected token is replaced after 80 percent of its life, which is never shorter than ten minutes.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1, 1);

    // Written in turn.
    private volatile AuthenticationHeaderValue? _header;
    private long _readAt;

    public async Task AuthorizeAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        await ReadAsync(at => timeProvider.GetElapsedTime(at) >= MaxAge, cancellationToken);
        message.Headers.Authorization = _header;
    }

    /// <inheritdoc/>
    public async Task<bool> TryRenewAsync(HttpRequestMessage refused, HttpRequestMessage next, CancellationToken cancellationToken)
    {
        await ReadAsync(_ => Equals(refused.Headers.Authorization, _header), cancellationToken);
        next.Headers.Authorization = _header;
        return !Equals(refused.Headers.Authorization, _header);
    }

    public void Dispose() => _turn.Dispose();

    private async Task ReadAsync(Func<long, bool> isDue, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_header is null || isDue(_readAt))
            {
                var token = await File.ReadAllTextAsync(path, cancellationToken);
                _header = new("Bearer", token.Trim());
                _readAt = timeProvider.GetTimestamp();
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException && _header is null)
        {
            throw new HttpRequestException(HttpRequestError.UserAuthenticationError, $"The token file '{path}' cannot be read: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is being replaced, or gone; the token that is known holds until the server says otherwise.
            _readAt = timeProvider.GetTimestamp();
        }
        finally
        {
            _turn.Release();
        }
    }
}
