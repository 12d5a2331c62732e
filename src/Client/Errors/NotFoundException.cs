namespace KubeController.Client;

/// <summary>Tells that there is no such object, or that the server does not know the resource type (404).</summary>
public sealed class NotFoundException : ApiException
{
    internal NotFoundException(ApiFailure failure)
        : base(failure, KnowsType(failure) ? null : "If the resource is a custom one, check that its CustomResourceDefinition is installed and serves this version.")
    {
        IsResourceTypeUnknown = !KnowsType(failure);
    }

    /// <summary>Gets whether the server does not know the resource type at all, as far as its answer tells; an absent object is named in the answer.</summary>
    public bool IsResourceTypeUnknown { get; }

    private static bool KnowsType(ApiFailure failure) => failure.Status.Details?.Name is { Length: > 0 };
}
