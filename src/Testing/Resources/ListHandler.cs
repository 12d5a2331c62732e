using System.Globalization;
using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using KubeController.Testing.Storage;

namespace KubeController.Testing.Resources;

/// <summary>Answers lists: the newest state, one at least as new, or exactly one; whole or in pages.</summary>
internal sealed class ListHandler(Cluster cluster)
{
    /// <summary>Answers a list.</summary>
    public async Task<ApiResponse> HandleAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var options = ListOptions.Read(call.Request.Query, isWatch: false);
        var selection = Selection.Read(call, options);
        var token = ReadToken(options);
        var snapshot = await SnapshotAsync(call.Definition, options, token, cancellationToken);
        var limit = options.ResourceVersion == "0" ? 0 : options.Limit;
        var page = Page(snapshot, selection, token?.Start, limit);
        return ListWriter.Write(call, page, cluster.Time.GetUtcNow());
    }

    /// <summary>The token of a list; null for the first page.</summary>
    internal static ContinueToken? ReadToken(ListOptions options)
    {
        if (options.Continue.Length == 0)
        {
            return null;
        }

        if (options.ResourceVersion is not ("" or "0"))
        {
            throw ApiErrors.BadRequest("specifying resource version is not allowed when using continue");
        }

        try
        {
            return ContinueToken.Parse(options.Continue);
        }
        catch (FormatException malformed)
        {
            throw ApiErrors.BadRequest($"invalid continue token: {malformed.Message}");
        }
    }

    /// <summary>Takes a page out of a state.</summary>
    internal static ListPage Page(ObjectSnapshot snapshot, Selection selection, string? start, long limit)
    {
        var prefix = selection.Namespace.Length == 0 ? "" : selection.Namespace + "/";
        var items = new List<StoredObject>();
        StoredObject? more = null;
        foreach (var stored in snapshot.From(selection.Namespace, start is null ? null : prefix + start))
        {
            if (!selection.Includes(stored))
            {
                continue;
            }

            if (limit > 0 && items.Count == limit)
            {
                more = stored;
                break;
            }

            items.Add(stored);
        }

        if (more is null)
        {
            return new ListPage(items, snapshot.Revision, "", null);
        }

        var last = items[^1].Key;
        var token = new ContinueToken(snapshot.Revision, last[prefix.Length..] + "\0");
        return new ListPage(items, snapshot.Revision, token.Encode(), selection.HasSelectors ? null : snapshot.CountAfter(selection.Namespace, last));
    }

    private async Task<ObjectSnapshot> SnapshotAsync(ResourceDefinition definition, ListOptions options, ContinueToken? token, CancellationToken cancellationToken)
    {
        if (token is { Revision: > 0 })
        {
            return cluster.Store.ReadAsOf(definition.Table, token.Revision) ?? throw PageExpired(token);
        }

        var revision = options.Revision(isWatch: false);
        if (revision > 0)
        {
            await cluster.WaitForRevisionAsync(revision, cancellationToken);
        }

        var isExact = options.ResourceVersionMatch == "Exact" || (options.ResourceVersionMatch.Length == 0 && options.Limit > 0);
        if (revision > 0 && isExact)
        {
            return cluster.Store.ReadAsOf(definition.Table, revision)
                ?? throw new StatusException(410, "Expired", "The resourceVersion for the provided list is too old.");
        }

        return cluster.Store.Read(definition.Table);
    }

    private static StatusException PageExpired(ContinueToken token) => new(
        410,
        "Expired",
        "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue "
        + "token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, "
        + "modified, or deleted between the time the first chunk was returned and now may show up in the list.")
    {
        Continue = (token with { Revision = -1 }).Encode(),
    };

    /// <summary>The metadata of a list.</summary>
    internal static JsonObject Metadata(ResourceDefinition definition, ListPage page)
    {
        var metadata = new JsonObject { ["resourceVersion"] = page.Revision.ToString(CultureInfo.InvariantCulture) };
        if (page.Continue.Length > 0 || definition.IsCustom)
        {
            metadata["continue"] = page.Continue;
        }

        if (page.Remaining is { } remaining)
        {
            metadata["remainingItemCount"] = remaining;
        }

        return metadata;
    }
}
