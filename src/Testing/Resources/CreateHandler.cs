using System.Text.Json.Nodes;
using KubeController.Testing.Access;
using KubeController.Testing.Http;
using KubeController.Testing.Json;
using KubeController.Testing.ManagedFields;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Resources;

/// <summary>Creates objects.</summary>
internal sealed class CreateHandler(Cluster cluster, ObjectDecoder decoder, NamespaceGate gate, CustomResources custom, EscalationCheck escalation)
{
    // A generated name is tried this many times.
    private const int Attempts = 8;
    // generateName is cut so that the five characters fit.
    private const int LongestBase = 58;

    private readonly FieldTracking _tracking = new(cluster);

    /// <summary>Answers a POST.</summary>
    public ApiResponse Handle(ApiCall call)
    {
        call.ReadWriteOptions("CreateOptions");
        var obj = decoder.Decode(call, "");
        return Respond(call, Create(call, obj));
    }

    /// <summary>Creates an object that has been decoded.</summary>
    /// <param name="call">The request.</param>
    /// <param name="obj">The object; it is taken over.</param>
    /// <param name="isApplied">Whether it was applied, and has its managers already.</param>
    /// <exception cref="StatusException">The object is refused.</exception>
    public WriteResult Create(ApiCall call, JsonObject obj, bool isApplied = false)
    {
        var metadata = obj.ObjectOrNew("metadata");
        var generated = metadata.Text("name") is null or "" && metadata.Text("generateName") is { Length: > 0 } ? metadata.Text("generateName") : null;
        gate.CheckCreate(call, metadata.Text("name") is { Length: > 0 } given ? given : generated ?? "");
        custom.CheckCreate(call.Definition, metadata.Text("name") ?? "");
        escalation.Check(call, obj, null);
        for (var attempt = 1; ; attempt++)
        {
            // Only a generated name is tried again.
            var next = generated is null ? obj : obj.Copy();
            if (generated is not null)
            {
                next.Object("metadata")!["name"] = string.Concat(generated.AsSpan(0, Math.Min(generated.Length, LongestBase)), cluster.Chance.NextSuffix());
            }

            if (TryCreate(call, next, isApplied) is { } result)
            {
                return result;
            }

            var name = next.Object("metadata")!.Text("name") ?? "";
            if (generated is null)
            {
                var present = cluster.Store.Find(call.Definition.Table, call.Target.Namespace, name);
                throw ApiErrors.AlreadyExists(call.Definition, name, present?.Metadata.Text("deletionTimestamp") is not null);
            }

            if (attempt == Attempts)
            {
                throw ApiErrors.NoUniqueName(call.Definition, name);
            }
        }
    }

    /// <summary>The answer to a write.</summary>
    public ApiResponse Respond(ApiCall call, WriteResult result) => result.Unstored is { } obj
        ? ApiResponses.Object(call, result.Code, obj, cluster.Time.GetUtcNow())
        : ApiResponses.Stored(call, result.Code, result.Stored!, cluster.Time.GetUtcNow());

    // Null where the name is taken.
    private WriteResult? TryCreate(ApiCall call, JsonObject next, bool isApplied)
    {
        var definition = call.Definition;
        if (!isApplied)
        {
            FieldOwner.Set(next, _tracking.OnCreate(call, next));
        }

        SystemMetadata.OnCreate(next, definition, cluster.Chance.NextUid(), cluster.Now);
        if (definition.HasStatus)
        {
            next.Remove("status");
        }

        ObjectRules.Default(next, definition, keepsNulls: isApplied);
        if (CustomResources.IsCrd(definition))
        {
            CrdDefaults.OnCreate(next);
        }

        ObjectRules.ValidateCreate(next, definition);
        call.Warnings.AddRange(ObjectWarnings.For(next, null, definition));
        call.Warnings.AddRange(OwnerReferenceRules.RemoveDuplicates(next, isPatch: false));
        var metadata = next.Object("metadata")!;
        if (metadata.Text("resourceVersion") is not (null or "" or "0"))
        {
            throw ApiErrors.Plain("resourceVersion should not be set on objects to be created");
        }

        metadata.Remove("resourceVersion");
        var view = new ObjectView(definition);
        var stored = view.ToStorage(next);
        if (call.IsDryRun)
        {
            var isTaken = cluster.Store.Find(definition.Table, call.Target.Namespace, metadata.Text("name")!) is not null;
            return isTaken ? null : new WriteResult(201, null, next);
        }

        if (!cluster.Store.TryPut(view.StoredUnder, null, stored, out var put))
        {
            return null;
        }

        custom.OnPut(put!, previous: null);
        return new WriteResult(201, put);
    }
}
