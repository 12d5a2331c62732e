namespace KubeController.Client;

/// <summary>Tells that the object has changed since it was read, or that a precondition does not hold (409, Conflict).</summary>
public sealed class ConflictException : ApiException
{
    internal ConflictException(ApiFailure failure)
        : base(failure, "Read the object again, and repeat the change on what it is now.")
    {
    }
}
