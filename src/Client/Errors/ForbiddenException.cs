namespace KubeController.Client;

/// <summary>Tells that the caller may not do this (403): by RBAC, a quota, an admission rule, or because the namespace is being deleted.</summary>
public sealed class ForbiddenException : ApiException
{
    internal ForbiddenException(ApiFailure failure)
        : base(failure, IsRbac(failure) ? "Grant the verb on the resource to the account by a Role or a ClusterRole." : null)
    {
        IsNamespaceTerminating = failure.Status.Details?.Causes?.Any(cause => cause.Reason == "NamespaceTerminating") == true;
    }

    /// <summary>Gets whether the namespace is being deleted and takes no new objects: a retry is of no use.</summary>
    public bool IsNamespaceTerminating { get; }

    private static bool IsRbac(ApiFailure failure) => failure.Status.Message?.Contains(" cannot ", StringComparison.Ordinal) == true;
}
