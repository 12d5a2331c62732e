namespace KubeController.Client.Access;

/// <summary>Puts credentials on requests. Thread-safe.</summary>
internal interface ICredentialSource : IDisposable
{
    Task AuthorizeAsync(HttpRequestMessage message, CancellationToken cancellationToken);

    /// <summary>Puts other credentials on a new request than the refused one had; says whether there are any.</summary>
    Task<bool> TryRenewAsync(HttpRequestMessage refused, HttpRequestMessage next, CancellationToken cancellationToken);
}
