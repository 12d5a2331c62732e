using static KubeController.Testing.Resources.BuiltInKind;
using static KubeController.Testing.Resources.KindTraits;

namespace KubeController.Testing.Resources;

/// <summary>Questions about users and their rights: created, answered, and never stored.</summary>
internal static class ReviewKinds
{
    public static readonly IReadOnlyList<ResourceDefinition> All =
    [
        Define("authentication.k8s.io/v1", "SelfSubjectReview", "selfsubjectreviews", ClusterScoped | Review),
        Define("authentication.k8s.io/v1", "TokenReview", "tokenreviews", ClusterScoped | Review),
        Define("authorization.k8s.io/v1", "LocalSubjectAccessReview", "localsubjectaccessreviews", Review),
        Define("authorization.k8s.io/v1", "SelfSubjectAccessReview", "selfsubjectaccessreviews", ClusterScoped | Review),
        Define("authorization.k8s.io/v1", "SelfSubjectRulesReview", "selfsubjectrulesreviews", ClusterScoped | Review),
        Define("authorization.k8s.io/v1", "SubjectAccessReview", "subjectaccessreviews", ClusterScoped | Review),
    ];
}
