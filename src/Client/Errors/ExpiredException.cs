namespace KubeController.Client;

/// <summary>Tells that a resourceVersion or a continue token is too old (410, Expired or Gone).</summary>
public sealed class ExpiredException : ApiException
{
    internal ExpiredException(ApiFailure failure)
        : base(failure, "List again, without it.")
    {
    }
}
