namespace KubeController.Client;

/// <summary>Tells that the server, or a proxy before it, did not finish in time (504, or reason Timeout or ServerTimeout): a write may have been carried out.</summary>
public sealed class ServerTimeoutException : ApiException
{
    internal ServerTimeoutException(ApiFailure failure)
        : base(failure, IsTooLarge(failure) ? "The server has not seen this version yet; ask without a resourceVersion." : null)
    {
        IsResourceVersionTooLarge = IsTooLarge(failure);
    }

    /// <summary>Gets whether the server lags behind the resourceVersion that was asked for.</summary>
    public bool IsResourceVersionTooLarge { get; }

    private static bool IsTooLarge(ApiFailure failure) =>
        failure.Status.Details?.Causes?.Any(cause => cause.Reason == "ResourceVersionTooLarge") == true;
}
