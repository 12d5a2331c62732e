using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Resources;

/// <summary>The metadata that belongs to the server.</summary>
internal static class SystemMetadata
{
    /// <summary>Sets what the server sets on a new object, and drops what a client may not say.</summary>
    public static void OnCreate(JsonObject obj, ResourceDefinition definition, string uid, string now)
    {
        var metadata = obj.ObjectOrNew("metadata");
        metadata.Remove("deletionTimestamp");
        metadata.Remove("deletionGracePeriodSeconds");
        if (metadata.Text("generateName") is "")
        {
            metadata.Remove("generateName");
        }

        metadata["uid"] = uid;
        metadata["creationTimestamp"] = now;
        if (definition.HasGeneration)
        {
            metadata["generation"] = 1;
        }

        foreach (var finalizer in definition.InitialFinalizers)
        {
            if (metadata.Array("finalizers") is not { } finalizers)
            {
                finalizers = [];
                metadata["finalizers"] = finalizers;
            }

            if (!finalizers.Texts().Contains(finalizer))
            {
                finalizers.Add(finalizer);
            }
        }
    }

    /// <summary>Carries over what an update cannot change.</summary>
    /// <param name="next">The object to be.</param>
    /// <param name="current">The object as it is.</param>
    public static void OnUpdate(JsonObject next, JsonObject current)
    {
        var metadata = next.ObjectOrNew("metadata");
        var old = current.Object("metadata")!;
        Keep(metadata, old, "generation");
        Keep(metadata, old, "creationTimestamp");
        if (metadata.Text("uid") is null or "")
        {
            Keep(metadata, old, "uid");
        }

        if (old.Text("deletionTimestamp") is not null)
        {
            Keep(metadata, old, "deletionTimestamp");
        }

        if (metadata["deletionGracePeriodSeconds"] is null)
        {
            Keep(metadata, old, "deletionGracePeriodSeconds");
        }

        if (metadata.Text("namespace") is null or "")
        {
            Keep(metadata, old, "namespace");
        }
    }

    /// <summary>Counts a change of what the user wants: everything outside metadata, and outside status where that is a subresource.</summary>
    public static void CountGeneration(JsonObject next, JsonObject current, ResourceDefinition definition)
    {
        if (definition.HasGeneration && !SameIntent(next, current, definition.HasStatus))
        {
            AddGeneration(next);
        }
    }

    /// <summary>Raises the generation, if the object has one.</summary>
    public static void AddGeneration(JsonObject obj)
    {
        var metadata = obj.Object("metadata")!;
        if (metadata.Integer("generation") is { } generation and > 0)
        {
            metadata["generation"] = JsonNumber.Create(generation + 1);
        }
    }

    private static bool SameIntent(JsonObject next, JsonObject current, bool hasStatus)
    {
        bool Counts(string name) => name is not ("metadata" or "apiVersion" or "kind") && !(hasStatus && name == "status");
        return next.Count(member => Counts(member.Key)) == current.Count(member => Counts(member.Key))
            && next.All(member => !Counts(member.Key) || (current.TryGetPropertyValue(member.Key, out var old) && JsonNode.DeepEquals(member.Value, old)));
    }

    private static void Keep(JsonObject metadata, JsonObject old, string name)
    {
        if (old[name] is { } value)
        {
            metadata[name] = value.DeepClone();
        }
        else
        {
            metadata.Remove(name);
        }
    }
}
