using System.Text;
using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using KubeController.Testing.Json;
using KubeController.Testing.ManagedFields;
using KubeController.Testing.Schemas;

namespace KubeController.Testing.Resources;

/// <summary>Server-side apply: merges what a manager wants into what is there, and creates what is not.</summary>
internal sealed class ApplyHandler(Cluster cluster, UpdateHandler updater, CreateHandler creator)
{
    /// <summary>The media type of an apply.</summary>
    public const string MediaType = "application/apply-patch+yaml";

    private readonly FieldTracking _tracking = new(cluster);

    /// <summary>Applies the body of the request, whose options have been read.</summary>
    public WriteResult Apply(ApiCall call)
    {
        var applied = Read(call);
        while (true)
        {
            if (call.Target.Subresource.Length > 0 || Exists(call))
            {
                return updater.Update(call, current => Merge(call, current, applied), WriteKind.Apply);
            }

            try
            {
                return Create(call, applied);
            }
            catch (StatusException taken) when (taken.Reason == "AlreadyExists" && Exists(call))
            {
                // Somebody created it in between: now there is something to be merged with.
            }
        }
    }

    private bool Exists(ApiCall call) => cluster.Store.Find(call.Definition.Table, call.Target.Namespace, call.Target.Name) is not null;

    private WriteResult Create(ApiCall call, JsonObject applied)
    {
        var next = Merge(call, null, applied);
        var metadata = next.ObjectOrNew("metadata");
        metadata.Remove("resourceVersion");
        return metadata.Text("uid") is { Length: > 0 } uid
            ? throw ApiErrors.Conflict(call.Definition, call.Target.Name, $"uid mismatch: the provided object specified uid {uid}, and no existing object was found")
            : creator.Create(call, next, isApplied: true);
    }

    private static JsonObject Read(ApiCall call)
    {
        var body = Encoding.UTF8.GetString(call.Request.Body.Span);
        JsonObject applied;
        try
        {
            applied = YamlReader.ReadAll(body) is [JsonObject first, ..] ? first : throw ApiErrors.BadRequest("error decoding YAML: the body holds no object");
        }
        catch (FormatException malformed)
        {
            throw ApiErrors.BadRequest($"error decoding YAML: {malformed.Message}");
        }

        JsonNumbers.Canonicalize(applied);
        return applied;
    }

    private JsonObject Merge(ApiCall call, JsonObject? current, JsonObject applied)
    {
        CheckKind(call, applied);
        var manager = _tracking.For(call);
        if (TypeCheck.ErrorOf(new TypedObject(applied, manager.Type, manager.ApiVersion)) is { } error)
        {
            throw ApiErrors.Plain($"failed to create typed patch object ({call.Target.Namespace}/{NameOf(applied)}; {GroupVersionKind(applied)}): {error}");
        }

        var next = Merge(call, manager, current, applied);
        try
        {
            ObjectDecoder.Shape(call.Definition, next);
        }
        catch (DecodeException wrongType)
        {
            throw ApiErrors.Plain($"failed to convert new typed object ({call.Target.Namespace}/{NameOf(applied)}; {GroupVersionKind(applied)}) to object: {wrongType.Message}");
        }

        ObjectDecoder.CheckUrl(call, next, call.Target.Name);
        return next;
    }

    private static JsonObject Merge(ApiCall call, FieldOwner manager, JsonObject? current, JsonObject applied)
    {
        try
        {
            var force = call.Request.Query["force"];
            return manager.Apply(current, applied, call.Manager, isForced: force is not (null or "false" or "0"));
        }
        catch (ApplyConflictException conflict)
        {
            var causes = conflict.Conflicts.Select(found => new JsonObject
            {
                ["reason"] = "FieldManagerConflict",
                ["message"] = $"conflict with {found.Owner}",
                ["field"] = found.Field,
            });
            throw new StatusException(409, "Conflict", conflict.Message, new JsonObject { ["causes"] = new JsonArray([.. causes]) });
        }
    }

    private static void CheckKind(ApiCall call, JsonObject applied)
    {
        if (applied.Text("kind") != call.Definition.Kind || applied.Text("apiVersion") != call.Definition.ApiVersion)
        {
            throw ApiErrors.BadRequest($"invalid object type: {GroupVersionKind(applied)}");
        }

        if (applied.Object("metadata")?["managedFields"] is not null)
        {
            throw ApiErrors.BadRequest("metadata.managedFields must be nil");
        }
    }

    private static string NameOf(JsonObject applied) => applied.Object("metadata")?.Text("name") ?? "";

    private static string GroupVersionKind(JsonObject applied)
    {
        var apiVersion = applied.Text("apiVersion") ?? "";
        return $"{(apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion : $"/{apiVersion}")}, Kind={applied.Text("kind")}";
    }
}
