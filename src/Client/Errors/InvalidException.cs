namespace KubeController.Client;

/// <summary>Tells that the object breaks the rules or the schema of its kind (422); the causes have the field paths.</summary>
public sealed class InvalidException : ApiException
{
    internal InvalidException(ApiFailure failure)
        : base(failure, advice: null)
    {
    }
}
