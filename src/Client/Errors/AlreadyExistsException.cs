namespace KubeController.Client;

/// <summary>Tells that an object of this name exists already (409, AlreadyExists).</summary>
public sealed class AlreadyExistsException : ApiException
{
    internal AlreadyExistsException(ApiFailure failure)
        : base(failure, advice: null)
    {
    }
}
