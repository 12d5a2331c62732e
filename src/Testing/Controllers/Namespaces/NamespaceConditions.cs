using System.Text.Json.Nodes;
using KubeController.Testing.Storage;

namespace KubeController.Testing.Controllers.Namespaces;

/// <summary>The five conditions of a namespace that is being deleted.</summary>
internal static class NamespaceConditions
{
    public static JsonArray Of(JsonObject @namespace, IReadOnlyList<StoredObject> rest, string now)
    {
        var finalizers = rest.SelectMany(item => (item.Metadata["finalizers"] as JsonArray ?? []).Select(finalizer => finalizer!.GetValue<string>())).ToList();
        var conditions = new JsonArray();
        Add("NamespaceDeletionDiscoveryFailure", false, "ResourcesDiscovered", "All resources successfully discovered");
        Add("NamespaceDeletionGroupVersionParsingFailure", false, "ParsedGroupVersions", "All legacy kube types successfully parsed");
        Add("NamespaceDeletionContentFailure", false, "ContentDeleted", "All content successfully deleted, may be waiting on finalization");
        if (rest.Count > 0)
        {
            Add("NamespaceContentRemaining", true, "SomeResourcesRemain", "Some resources are remaining: " + Counts(rest.Select(item => item.Definition.GroupResource), "has"));
        }
        else
        {
            Add("NamespaceContentRemaining", false, "ContentRemoved", "All content successfully removed");
        }

        if (finalizers.Count > 0)
        {
            Add("NamespaceFinalizersRemaining", true, "SomeFinalizersRemain", "Some content in the namespace has finalizers remaining: " + Counts(finalizers, "in"));
        }
        else
        {
            Add("NamespaceFinalizersRemaining", false, "ContentHasNoFinalizers", "All content-preserving finalizers finished");
        }

        return conditions;

        void Add(string type, bool status, string reason, string message)
        {
            var text = status ? "True" : "False";
            var old = (@namespace["status"]?["conditions"] as JsonArray ?? []).FirstOrDefault(condition => condition?["type"]?.GetValue<string>() == type);
            conditions.Add(new JsonObject
            {
                ["type"] = type,
                ["status"] = text,
                ["lastTransitionTime"] = old?["status"]?.GetValue<string>() == text ? old["lastTransitionTime"]?.DeepClone() : now,
                ["reason"] = reason,
                ["message"] = message,
            });
        }
    }

    private static string Counts(IEnumerable<string> names, string verb) =>
        string.Join(", ", names.CountBy(name => name).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {verb} {pair.Value} resource instances"));
}
