using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Resources;

/// <summary>Whether the names of a CRD are free, and what its status says about it.</summary>
internal static class CrdNames
{
    /// <summary>A name that another kind of the group has already.</summary>
    /// <param name="Field">The field of the names.</param>
    /// <param name="Reason">The reason of the condition.</param>
    /// <param name="Name">The name.</param>
    internal sealed record NameConflict(string Field, string Reason, string Name);

    /// <summary>The names of the kind that are taken, in the order in which the server looks.</summary>
    public static IReadOnlyList<NameConflict> Conflicts(ResourceDefinition wanted, IReadOnlyList<ResourceDefinition> present)
    {
        var others = present.Where(other => other.Group == wanted.Group && other.GroupResource != wanted.GroupResource).ToList();
        bool IsTaken(string name) => others.Any(other => other.Plural == name || other.Singular == name || other.ShortNames.Contains(name));
        bool IsKind(string kind) => others.Any(other => other.Kind == kind || other.ListKind == kind);
        var conflicts = new List<NameConflict>();
        void Check(string field, string reason, string name, bool isTaken)
        {
            if (isTaken)
            {
                conflicts.Add(new NameConflict(field, reason, name));
            }
        }

        Check("plural", "PluralConflict", wanted.Plural, IsTaken(wanted.Plural));
        Check("singular", "SingularConflict", wanted.Singular, IsTaken(wanted.Singular));
        Check("shortNames", "ShortNamesConflict", wanted.ShortNames.FirstOrDefault(IsTaken) ?? "", wanted.ShortNames.Any(IsTaken));
        Check("kind", "KindConflict", wanted.Kind, IsKind(wanted.Kind));
        Check("listKind", "ListKindConflict", wanted.ListKind, IsKind(wanted.ListKind));
        return conflicts;
    }

    /// <summary>Writes the outcome into the status.</summary>
    /// <returns>Whether that changed anything.</returns>
    public static bool SetStatus(JsonObject crd, ResourceDefinition definition, IReadOnlyList<NameConflict> conflicts, string now)
    {
        var hasChanged = SetAcceptedNames(crd, conflicts);
        if (conflicts is [.., var last])
        {
            return hasChanged
                | CrdDefaults.SetCondition(crd, "NamesAccepted", "False", last.Reason, $"\"{last.Name}\" is already in use", now)
                | CrdDefaults.SetCondition(crd, "Established", "False", "NotAccepted", "not all names are accepted", now);
        }

        return hasChanged
            | AddStoredVersion(crd.ObjectOrNew("status"), (definition.StorageVersion ?? definition).Version)
            | CrdDefaults.SetCondition(crd, "NamesAccepted", "True", "NoConflicts", "no conflicts found", now)
            | (!IsEstablished(crd) && CrdDefaults.SetCondition(crd, "Established", "False", "Installing", "the initial names have been accepted", now));
    }

    /// <summary>Says that the kind is served, once its names are accepted.</summary>
    /// <returns>Whether that changed anything.</returns>
    public static bool Establish(JsonObject crd, string now) =>
        CrdDefaults.SetCondition(crd, "Established", "True", "InitialNamesAccepted", "the initial names have been accepted", now);

    private static bool IsEstablished(JsonObject crd) =>
        crd.Object("status")?.Array("conditions")?.OfType<JsonObject>().Any(condition => condition.Text("type") == "Established" && condition.Text("status") == "True") ?? false;

    private static bool SetAcceptedNames(JsonObject crd, IReadOnlyList<NameConflict> conflicts)
    {
        var accepted = crd.Object("spec")!.Object("names")!.Copy();
        foreach (var conflict in conflicts)
        {
            if (conflict.Field is "plural" or "kind")
            {
                accepted[conflict.Field] = "";
            }
            else
            {
                accepted.Remove(conflict.Field);
            }
        }

        var status = crd.ObjectOrNew("status");
        if (JsonNode.DeepEquals(status["acceptedNames"], accepted))
        {
            return false;
        }

        status["acceptedNames"] = accepted;
        return true;
    }

    private static bool AddStoredVersion(JsonObject status, string version)
    {
        if (status.Array("storedVersions") is not { } versions)
        {
            versions = [];
            status["storedVersions"] = versions;
        }

        if (versions.Texts().Contains(version))
        {
            return false;
        }

        versions.Add(version);
        return true;
    }
}
