namespace KubeController.Client;

/// <summary>Tells that the server is overloaded and the request was not carried out (429).</summary>
public sealed class TooManyRequestsException : ApiException
{
    internal TooManyRequestsException(ApiFailure failure)
        : base(failure, "Wait for the time it asks for, if any, before the next try.")
    {
    }
}
