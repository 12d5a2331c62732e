using System.Text.Json.Nodes;

namespace KubeController.Testing.Resources;

/// <summary>Writes the definitions of built-in kinds down in a line each.</summary>
internal static class BuiltInKind
{
    /// <summary>The definition of a built-in kind.</summary>
    /// <param name="apiVersion">Group and version, such as <c>v1</c> or <c>apps/v1</c>.</param>
    /// <param name="kind">The kind; its small letters are the singular.</param>
    /// <param name="plural">The name in the path.</param>
    /// <param name="traits">Where it differs from the common case.</param>
    /// <param name="shortNames">Short names, separated by blanks.</param>
    /// <param name="isInAll">Whether <c>kubectl get all</c> shows it.</param>
    /// <param name="subresources">Subresources beside status, separated by blanks.</param>
    /// <param name="fields">Field selectors beside name and namespace, separated by blanks.</param>
    /// <param name="finalizers">Finalizers of new objects, separated by blanks.</param>
    public static ResourceDefinition Define(
        string apiVersion,
        string kind,
        string plural,
        KindTraits traits,
        string shortNames = "",
        bool isInAll = false,
        string subresources = "",
        string fields = "",
        string finalizers = "")
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return new ResourceDefinition
        {
            Group = slash < 0 ? "" : apiVersion[..slash],
            Version = apiVersion[(slash + 1)..],
            Kind = kind,
            ListKind = $"{kind}List",
            Plural = plural,
            Singular = kind.ToLowerInvariant(),
            ShortNames = Words(shortNames),
            Categories = isInAll ? ["all"] : [],
            Verbs = traits.HasFlag(KindTraits.Review) ? ["create"] : ResourceDefinition.AllVerbs,
            Namespaced = !traits.HasFlag(KindTraits.ClusterScoped),
            HasStatus = traits.HasFlag(KindTraits.Status),
            Subresources = Words(subresources),
            Scale = Words(subresources).Contains("scale") ? new JsonObject { ["specReplicasPath"] = ".spec.replicas", ["statusReplicasPath"] = ".status.replicas" } : null,
            HasGeneration = traits.HasFlag(KindTraits.Generation),
            AllowsUnconditionalUpdate = !traits.HasFlag(KindTraits.VersionNeeded),
            AllowsCreateOnUpdate = traits.HasFlag(KindTraits.CreateOnUpdate),
            DeleteReturnsObject = traits.HasFlag(KindTraits.ReturnsDeleted),
            HasGracefulDeletion = traits.HasFlag(KindTraits.Graceful),
            OrphansByDefault = traits.HasFlag(KindTraits.Orphans),
            SelectableFields = Words(fields),
            InitialFinalizers = Words(finalizers),
        };
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
