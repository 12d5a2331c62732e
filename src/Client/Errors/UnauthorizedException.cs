namespace KubeController.Client;

/// <summary>Tells that the server does not know the caller (401).</summary>
public sealed class UnauthorizedException : ApiException
{
    internal UnauthorizedException(ApiFailure failure)
        : base(failure, "Check the credentials of the configuration; they were refreshed once if that was possible.")
    {
    }
}
