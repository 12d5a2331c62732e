using System.Globalization;
using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Resources;

/// <summary>What a delete does to an object: marks it, shortens its grace, gives it finalizers for the garbage collector, or nothing.</summary>
internal sealed class Deletion
{
    private const string Orphan = "orphan";
    private const string Foreground = "foregroundDeletion";

    private Deletion(JsonObject? marked, bool isFinal)
    {
        Marked = marked;
        IsFinal = isFinal;
    }

    /// <summary>The object with its marks; null where nothing is to be stored.</summary>
    public JsonObject? Marked { get; }

    /// <summary>Whether the object goes now, after the marks are stored.</summary>
    public bool IsFinal { get; }

    /// <summary>Whether an update ends a deletion: no finalizers are left, and no grace is running.</summary>
    public static bool IsFinished(JsonObject next, JsonObject current, ResourceDefinition definition)
    {
        var metadata = next.Object("metadata")!;
        var old = current.Object("metadata")!;
        if (metadata.Array("finalizers") is { Count: > 0 } || old.Text("deletionTimestamp") is null)
        {
            return false;
        }

        return definition.Table == "namespaces"
            ? next.Object("spec")?.Array("finalizers") is not { Count: > 0 }
            : (old.Integer("deletionGracePeriodSeconds") ?? 0) == 0;
    }

    /// <summary>Decides.</summary>
    /// <param name="current">The object as it is; not changed.</param>
    /// <param name="definition">Its kind.</param>
    /// <param name="options">How it is to be deleted.</param>
    /// <param name="now">Now.</param>
    public static Deletion Plan(JsonObject current, ResourceDefinition definition, DeleteOptions options, DateTimeOffset now)
    {
        var obj = current.Copy();
        if (definition.Table == "namespaces" && obj.Object("spec")?.Array("finalizers") is { Count: > 0 })
        {
            return PlanNamespace(obj, now);
        }

        if (definition.HasGracefulDeletion)
        {
            return PlanGraceful(obj, options, definition, now);
        }

        var hasChanged = SetFinalizers(obj, definition, options);
        if (CustomResources.IsCrd(definition) && obj.Object("metadata")!.Text("deletionTimestamp") is null)
        {
            CrdDefaults.OnDelete(obj, Cluster.Format(now));
        }

        if (obj.Object("metadata")!.Array("finalizers") is { Count: > 0 })
        {
            hasChanged |= Mark(obj, definition, now);
            return new Deletion(hasChanged ? obj : null, isFinal: false);
        }

        return new Deletion(null, isFinal: true);
    }

    // A namespace stays until the namespace controller has taken the finalizer out of its spec.
    private static Deletion PlanNamespace(JsonObject obj, DateTimeOffset now)
    {
        var metadata = obj.Object("metadata")!;
        if (metadata.Text("deletionTimestamp") is not null)
        {
            return new Deletion(null, isFinal: false);
        }

        metadata["deletionTimestamp"] = Cluster.Format(now);
        obj.ObjectOrNew("status")["phase"] = "Terminating";
        return new Deletion(obj, isFinal: false);
    }

    private static Deletion PlanGraceful(JsonObject obj, DeleteOptions options, ResourceDefinition definition, DateTimeOffset now)
    {
        var metadata = obj.Object("metadata")!;
        var grace = Grace(obj, options);
        if (metadata.Text("deletionTimestamp") is { } timestamp)
        {
            var running = metadata.Integer("deletionGracePeriodSeconds") ?? 0;
            if (options.GracePeriodSeconds is null || grace >= running)
            {
                return new Deletion(null, isFinal: running == 0 && metadata.Array("finalizers") is not { Count: > 0 });
            }

            var end = DateTimeOffset.Parse(timestamp, CultureInfo.InvariantCulture) + TimeSpan.FromSeconds(grace - running);
            metadata["deletionTimestamp"] = Cluster.Format(end);
        }
        else
        {
            metadata["deletionTimestamp"] = Cluster.Format(now + TimeSpan.FromSeconds(grace));
            SystemMetadata.AddGeneration(obj);
        }

        metadata["deletionGracePeriodSeconds"] = JsonNumber.Create(grace);
        SetFinalizers(obj, definition, options);
        return new Deletion(obj, isFinal: grace == 0 && metadata.Array("finalizers") is not { Count: > 0 });
    }

    private static long Grace(JsonObject pod, DeleteOptions options)
    {
        var metadata = pod.Object("metadata")!;
        if (metadata.Text("deletionTimestamp") is not null)
        {
            return options.GracePeriodSeconds is < 0 ? 1 : options.GracePeriodSeconds ?? 0;
        }

        var isOnNode = pod.Object("spec")?.Text("nodeName") is { Length: > 0 };
        if (!isOnNode || pod.Object("status")?.Text("phase") is "Succeeded" or "Failed")
        {
            return 0;
        }

        var grace = options.GracePeriodSeconds ?? pod.Object("spec")?.Integer("terminationGracePeriodSeconds") ?? 30;
        return grace < 0 ? 1 : grace;
    }

    // Marks an object without graceful deletion; whether that changed it.
    private static bool Mark(JsonObject obj, ResourceDefinition definition, DateTimeOffset now)
    {
        var metadata = obj.Object("metadata")!;
        if (metadata.Text("deletionTimestamp") is not null)
        {
            return false;
        }

        metadata["deletionTimestamp"] = Cluster.Format(now);
        if (!CustomResources.IsCrd(definition))
        {
            metadata["deletionGracePeriodSeconds"] = JsonNumber.Create(0);
            SystemMetadata.AddGeneration(obj);
        }

        return true;
    }

    // The finalizers through which the garbage collector is asked to orphan, or to delete the dependants first; whether that changed them.
    private static bool SetFinalizers(JsonObject obj, ResourceDefinition definition, DeleteOptions options)
    {
        var metadata = obj.Object("metadata")!;
        var before = metadata.Array("finalizers").Texts();
        var wanted = Wanted(before, definition, options);
        if (wanted.Length == 0 ? !before.Contains(Orphan) && !before.Contains(Foreground) : before.Contains(wanted) && !before.Contains(wanted == Orphan ? Foreground : Orphan))
        {
            return false;
        }

        List<string> after = [.. before.Where(finalizer => finalizer is not (Orphan or Foreground))];
        if (wanted.Length > 0)
        {
            after.Add(wanted);
        }

        if (after.Count == 0)
        {
            metadata.Remove("finalizers");
        }
        else
        {
            metadata["finalizers"] = new JsonArray([.. after.Select(finalizer => JsonValue.Create(finalizer))]);
        }

        return true;
    }

    private static string Wanted(IReadOnlyList<string> finalizers, ResourceDefinition definition, DeleteOptions options)
    {
        if (options.OrphanDependents is { } orphans)
        {
            return orphans ? Orphan : "";
        }

        if (options.PropagationPolicy is { } policy)
        {
            return policy switch { "Orphan" => Orphan, "Foreground" => Foreground, _ => "" };
        }

        return finalizers.FirstOrDefault(finalizer => finalizer is Orphan or Foreground) ?? (definition.OrphansByDefault ? Orphan : "");
    }
}
