using System.Globalization;
using System.Text.Json.Nodes;
using KubeController.Testing.Access;
using KubeController.Testing.Http;
using KubeController.Testing.Json;
using KubeController.Testing.ManagedFields;
using KubeController.Testing.Storage;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Resources;

/// <summary>Changes objects: reads, changes, and stores if nothing came in between; otherwise again.</summary>
internal sealed class UpdateHandler(Cluster cluster, ObjectDecoder decoder, CreateHandler creator, CustomResources custom, EscalationCheck escalation)
{
    private readonly FieldTracking _tracking = new(cluster);

    /// <summary>Answers a PUT.</summary>
    public ApiResponse Handle(ApiCall call)
    {
        call.ReadWriteOptions("UpdateOptions");
        var obj = decoder.Decode(call, call.Target.Name);
        if (call.Definition.AllowsCreateOnUpdate && call.Target.Subresource.Length == 0 && Find(call) is null)
        {
            return creator.Respond(call, CreateByUpdate(call, obj));
        }

        return creator.Respond(call, Update(call, _ => obj.Copy(), WriteKind.Put));
    }

    /// <summary>Changes an object.</summary>
    /// <param name="call">The request; its subresource decides which part may change.</param>
    /// <param name="change">Makes the new object out of the present one, in the version of the request. It may not change the present one, nor take over a part of it.</param>
    /// <param name="kind">How the request says what the object shall become.</param>
    /// <exception cref="StatusException">The change is refused.</exception>
    public WriteResult Update(ApiCall call, Func<JsonObject, JsonObject> change, WriteKind kind)
    {
        var view = new ObjectView(call.Definition);
        var told = call.Warnings.Count;
        while (true)
        {
            call.Warnings.RemoveRange(told, call.Warnings.Count - told);
            var stored = Find(call) ?? throw ApiErrors.NotFound(call.Definition, call.Target.Name);
            var current = view.Tree(stored);
            var next = change(current);
            if (kind == WriteKind.Put)
            {
                CheckIdentity(call, next, stored);
            }

            escalation.Check(call, next, current);
            var isConditional = CheckRevision(call, next, stored);
            Prepare(call, next, current, kind);
            if (Store(call, view, stored, next) is { } result)
            {
                return result;
            }

            if (kind == WriteKind.Put && isConditional)
            {
                throw ApiErrors.Modified(call.Definition, call.Target.Name);
            }
        }
    }

    private WriteResult CreateByUpdate(ApiCall call, JsonObject obj)
    {
        var metadata = obj.ObjectOrNew("metadata");
        metadata.Remove("resourceVersion");
        if (metadata.Text("uid") is { Length: > 0 } uid)
        {
            throw ApiErrors.Conflict(call.Definition, call.Target.Name, StorageError(call, uid, ""));
        }

        return creator.Create(call, obj);
    }

    private StoredObject? Find(ApiCall call) => cluster.Store.Find(call.Definition.Table, call.Target.Namespace, call.Target.Name);

    // A patch with another uid is told so by the rules of the metadata.
    private static void CheckIdentity(ApiCall call, JsonObject next, StoredObject stored)
    {
        var uid = next.Object("metadata")?.Text("uid");
        var present = stored.Metadata.Text("uid")!;
        if (!string.IsNullOrEmpty(uid) && uid != present)
        {
            throw ApiErrors.Conflict(call.Definition, call.Target.Name, StorageError(call, uid, present));
        }
    }

    private static string StorageError(ApiCall call, string uid, string present)
    {
        // Only custom kinds have their group in the key.
        var group = call.Definition.IsCustom ? $"{call.Definition.Group}/" : "";
        var key = $"/registry/{group}{call.Definition.Plural}/{StoredObject.KeyOf(call.Target.Namespace, call.Target.Name)}";
        return $"StorageError: invalid object, Code: 4, Key: {key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: {uid}, UID in object meta: {present}";
    }

    // Whether the request named the version it wants to replace.
    private static bool CheckRevision(ApiCall call, JsonObject next, StoredObject stored)
    {
        var metadata = next.ObjectOrNew("metadata");
        var text = metadata.Text("resourceVersion") ?? "";
        metadata["resourceVersion"] = stored.Revision.ToString(CultureInfo.InvariantCulture);
        if (text.Length > 0 && !ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            throw ApiErrors.Plain($"strconv.ParseUint: parsing \"{text}\": invalid syntax");
        }

        if (text is "" or "0")
        {
            return !call.Definition.AllowsUnconditionalUpdate
                ? throw ApiErrors.InvalidResource(call.Definition, call.Target.Name, new FieldError("FieldValueInvalid", "metadata.resourceVersion", "Invalid value: 0: must be specified for an update"))
                : false;
        }

        return text == stored.Revision.ToString(CultureInfo.InvariantCulture) ? true : throw ApiErrors.Modified(call.Definition, call.Target.Name);
    }

    private void Prepare(ApiCall call, JsonObject next, JsonObject current, WriteKind kind)
    {
        var definition = call.Definition;
        if (kind != WriteKind.Apply && call.Target.Subresource != "binding")
        {
            FieldOwner.Set(next, _tracking.OnUpdate(call, current, next));
        }

        SystemMetadata.OnUpdate(next, current);
        if (call.Target.Subresource == "binding")
        {
            // The binding changes what nobody else may change, and counts as nobody's wish.
            return;
        }

        next.Object("metadata")!.Remove("managedFields", out var managedFields);
        if (call.Target.Subresource == "status")
        {
            SubresourceRules.KeepAllButStatus(next, current, definition);
        }
        else if (call.Target.Subresource == "finalize")
        {
            SubresourceRules.KeepAllButFinalizers(next, current);
        }
        else
        {
            SubresourceRules.KeepStatus(next, current, definition);
        }

        FieldOwner.Set(next, managedFields);
        var finalizers = next.Object("spec")?["finalizers"]?.DeepClone();
        ObjectRules.Default(next, definition, keepsNulls: kind == WriteKind.Apply);
        if (call.Target.Subresource == "finalize")
        {
            // The defaults of a namespace put back what this request is there to take away.
            SubresourceRules.SetFinalizers(next.ObjectOrNew("spec"), finalizers);
        }

        SystemMetadata.CountGeneration(next, current, definition);
        ObjectRules.ValidateUpdate(next, current, definition, call.Target.Subresource == "status", call.Warnings);
        call.Warnings.AddRange(ObjectWarnings.For(next, current, definition));
        call.Warnings.AddRange(OwnerReferenceRules.RemoveDuplicates(next, isPatch: call.Verb == "patch"));
    }

    // Null where something came in between.
    private WriteResult? Store(ApiCall call, ObjectView view, StoredObject stored, JsonObject next)
    {
        var form = view.ToStorage(next);
        if (ManagedTimes.IsSame(form, stored.Tree))
        {
            return new WriteResult(200, stored);
        }

        if (call.IsDryRun)
        {
            return new WriteResult(200, null, next);
        }

        if (Deletion.IsFinished(form, stored.Tree, call.Definition))
        {
            return End(call, stored, next);
        }

        if (!cluster.Store.TryPut(view.StoredUnder, stored, form, out var put))
        {
            return null;
        }

        custom.OnPut(put!, stored);
        return new WriteResult(200, put);
    }

    // The update that takes the last finalizer away deletes: the answer is what was sent, the event what was stored.
    private WriteResult? End(ApiCall call, StoredObject stored, JsonObject next)
    {
        if (!cluster.Store.TryDelete(stored, out var last))
        {
            return null;
        }

        custom.OnDeleted(call.Definition, last!);
        return new WriteResult(200, null, next);
    }
}
