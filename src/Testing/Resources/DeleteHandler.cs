using System.Globalization;
using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using KubeController.Testing.Json;
using KubeController.Testing.Storage;

namespace KubeController.Testing.Resources;

/// <summary>Deletes objects, one or all that are selected.</summary>
internal sealed class DeleteHandler(Cluster cluster, CustomResources custom)
{
    /// <summary>Answers a DELETE of one object.</summary>
    public ApiResponse Handle(ApiCall call)
    {
        var options = DeleteOptions.Read(call);
        NamespaceGate.CheckDelete(call.Definition, call.Target.Name);
        var (isGone, last, uid) = Delete(call, call.Target.Namespace, call.Target.Name, options);
        if (isGone && !call.Definition.DeleteReturnsObject)
        {
            return ApiResponses.Deleted(call, call.Target.Name, uid);
        }

        return ApiResponses.Object(call, !isGone && options.OrphanDependents == false ? 202 : 200, last, cluster.Time.GetUtcNow());
    }

    /// <summary>Answers a DELETE of a collection: with the list as it was before.</summary>
    public ApiResponse HandleCollection(ApiCall call)
    {
        var options = DeleteOptions.Read(call);
        var list = ListOptions.Read(call.Request.Query, isWatch: false);
        var page = ListHandler.Page(cluster.Store.Read(call.Definition.Table), Selection.Read(call, list), ListHandler.ReadToken(list)?.Start, list.Limit);
        foreach (var stored in page.Items)
        {
            NamespaceGate.CheckDelete(call.Definition, stored.Name);
            TryDelete(call, stored, options);
        }

        return ListWriter.Write(call, page, cluster.Time.GetUtcNow());
    }

    /// <summary>Deletes one object as far as it lets itself be deleted.</summary>
    /// <returns>Whether it is gone, its last state, and its uid.</returns>
    /// <exception cref="StatusException">404 or 409.</exception>
    public (bool IsGone, JsonObject Last, string Uid) Delete(ApiCall call, string @namespace, string name, DeleteOptions options)
    {
        var view = new ObjectView(call.Definition);
        while (true)
        {
            var stored = cluster.Store.Find(call.Definition.Table, @namespace, name) ?? throw ApiErrors.NotFound(call.Definition, name);
            CheckPreconditions(call.Definition, stored, options);
            var plan = Deletion.Plan(stored.Tree, call.Definition, options, cluster.Time.GetUtcNow());
            var uid = stored.Metadata.Text("uid")!;
            if (call.IsDryRun)
            {
                return (plan.IsFinal, plan.Marked ?? view.Copy(stored), uid);
            }

            if (Carry(call, stored, plan) is { } last)
            {
                return (plan.IsFinal, view.Copy(last), uid);
            }
        }
    }

    private static void CheckPreconditions(ResourceDefinition definition, StoredObject stored, DeleteOptions options)
    {
        var uid = stored.Metadata.Text("uid");
        if (options.Uid is not null && options.Uid != uid)
        {
            throw ApiErrors.PreconditionFailed(definition, stored.Name, $"the UID in the precondition ({options.Uid}) does not match the UID in record ({uid}). The object might have been deleted and then recreated");
        }

        var version = stored.Revision.ToString(CultureInfo.InvariantCulture);
        if (options.ResourceVersion is not null && options.ResourceVersion != version)
        {
            throw ApiErrors.PreconditionFailed(definition, stored.Name, $"the ResourceVersion in the precondition ({options.ResourceVersion}) does not match the ResourceVersion in record ({version}). The object might have been modified");
        }
    }

    private void TryDelete(ApiCall call, StoredObject stored, DeleteOptions options)
    {
        try
        {
            Delete(call, stored.Namespace, stored.Name, options);
        }
        catch (StatusException gone) when (gone.Code == 404)
        {
            // Somebody else deleted it between the list and now: what was wanted.
        }
    }

    // The last state; null where something came in between.
    private StoredObject? Carry(ApiCall call, StoredObject stored, Deletion plan)
    {
        var present = stored;
        if (plan.Marked is { } marked)
        {
            if (!cluster.Store.TryPut(stored.Definition, stored, marked, out var put))
            {
                return null;
            }

            present = put!;
            custom.OnPut(present, stored);
        }

        if (!plan.IsFinal)
        {
            return present;
        }

        if (!cluster.Store.TryDelete(present, out var last))
        {
            return null;
        }

        custom.OnDeleted(call.Definition, last!);
        return last;
    }
}
