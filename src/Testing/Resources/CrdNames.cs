using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Resources;

/// <summary>Whether the names of a CRD are free, and what its status says about it.</summary>
internal static class CrdNames
{
    /// <summary>A name that another kind of the group has already.</summary>
    /// <param name="Reason">The reason of the condition.</param>
    /// <param name="Name">The name.</param>
    internal sealed record NameConflict(string Reason, string Name);

    /// <summary>The last name of the kind that is taken, in the order in which the server looks; null where all are free.</summary>
    public static NameConflict? Conflict(ResourceDefinition wanted, IReadOnlyList<ResourceDefinition> present)
    {
        var others = present.Where(other => other.Group == wanted.Group && other.GroupResource != wanted.GroupResource).ToList();
        bool IsTaken(string name) => others.Any(other => other.Plural == name || other.Singular == name || other.ShortNames.Contains(name));
        bool IsKind(string kind) => others.Any(other => other.Kind == kind || other.ListKind == kind);
        NameConflict? conflict = null;
        conflict = IsTaken(wanted.Plural) ? new("PluralConflict", wanted.Plural) : conflict;
        conflict = IsTaken(wanted.Singular) ? new("SingularConflict", wanted.Singular) : conflict;
        conflict = wanted.ShortNames.FirstOrDefault(IsTaken) is { } shortName ? new("ShortNamesConflict", shortName) : conflict;
        conflict = IsKind(wanted.Kind) ? new("KindConflict", wanted.Kind) : conflict;
        return IsKind(wanted.ListKind) ? new("ListKindConflict", wanted.ListKind) : conflict;
    }

    /// <summary>Writes the outcome into the status.</summary>
    /// <returns>Whether that changed anything.</returns>
    public static bool SetStatus(JsonObject crd, ResourceDefinition definition, NameConflict? conflict, string now)
    {
        if (conflict is not null)
        {
            return CrdDefaults.SetCondition(crd, "NamesAccepted", "False", conflict.Reason, $"\"{conflict.Name}\" is already in use", now)
                | CrdDefaults.SetCondition(crd, "Established", "False", "NotAccepted", "not all names are accepted", now);
        }

        var names = crd.Object("spec")!.Object("names")!;
        var status = crd.ObjectOrNew("status");
        var hasChanged = !JsonNode.DeepEquals(status["acceptedNames"], names);
        if (hasChanged)
        {
            status["acceptedNames"] = names.Copy();
        }

        return hasChanged
            | AddStoredVersion(status, (definition.StorageVersion ?? definition).Version)
            | CrdDefaults.SetCondition(crd, "NamesAccepted", "True", "NoConflicts", "no conflicts found", now)
            | CrdDefaults.SetCondition(crd, "Established", "True", "InitialNamesAccepted", "the initial names have been accepted", now);
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
