using k8s.Models;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Secrets;
using KubeController.Samples.AgenticSessions.Sessions;

namespace KubeController.Samples.AgenticSessions.Objects;

/// <summary>What lets a session's runner speak to the API server: an account, what it may do, and both joined.</summary>
internal static class AccessObjects
{
    public static V1ServiceAccount ServiceAccount(AgenticSession session, SessionNames names) => new()
    {
        ApiVersion = "v1",
        Kind = "ServiceAccount",
        Metadata = Metadata(session, names.ServiceAccount.Name, labels: (Labels.App, Labels.ServiceAccountApp), annotations: CreatedBy(session)),
    };

    public static V1Role Role(AgenticSession session, SessionNames names) => new()
    {
        ApiVersion = "rbac.authorization.k8s.io/v1",
        Kind = "Role",
        Metadata = Metadata(session, names.Role.Name),
        Rules =
        [
            new() { ApiGroups = [AgenticSession.Group], Resources = ["agenticsessions"], Verbs = ["create", "get", "list", "patch", "update", "watch"] },
            new() { ApiGroups = ["authorization.k8s.io"], Resources = ["selfsubjectaccessreviews"], Verbs = ["create"] },

            // Its project's integrations, and no other secret of the namespace: least of all the tokens of other sessions.
            new() { ApiGroups = [string.Empty], Resources = ["secrets"], ResourceNames = [SecretNames.Integrations], Verbs = ["get"] },
        ],
    };

    public static V1RoleBinding RoleBinding(AgenticSession session, SessionNames names) => new()
    {
        ApiVersion = "rbac.authorization.k8s.io/v1",
        Kind = "RoleBinding",
        Metadata = Metadata(session, names.RoleBinding.Name),
        RoleRef = new() { ApiGroup = "rbac.authorization.k8s.io", Kind = "Role", Name = names.Role.Name },
        Subjects = [new() { Kind = "ServiceAccount", Name = names.ServiceAccount.Name, NamespaceProperty = names.Namespace }],
    };

    public static V1ObjectMeta Metadata(
        AgenticSession session,
        string name,
        (string Key, string Value)? labels = null,
        (string Key, string Value)? annotations = null) => new()
        {
            Name = name,
            NamespaceProperty = session.Metadata.NamespaceProperty,
            Labels = Single(labels),
            Annotations = Single(annotations),
            OwnerReferences = [OwnerReferences.To(session)],
        };

    /// <summary>Whom the account stands for, so that the backend can tell.</summary>
    private static (string, string)? CreatedBy(AgenticSession session) =>
        session.Spec?.UserContext?.UserId is { Length: > 0 } user ? (Annotations.CreatedByUser, user) : null;

    private static Dictionary<string, string>? Single((string Key, string Value)? pair) =>
        pair is { } given ? new(StringComparer.Ordinal) { [given.Key] = given.Value } : null;
}
