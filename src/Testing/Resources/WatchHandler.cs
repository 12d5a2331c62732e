using KubeController.Testing.Http;

namespace KubeController.Testing.Resources;

/// <summary>Answers watches: checks what can be refused at once, fixes where the stream begins, and hands out the stream.</summary>
internal sealed class WatchHandler(Cluster cluster)
{
    // Real servers choose between 30 and 60 minutes where the client names no time.
    private static readonly TimeSpan ShortestLife = TimeSpan.FromMinutes(30);

    /// <summary>Answers a watch.</summary>
    public async Task<ApiResponse> HandleAsync(ApiCall call, CancellationToken cancellationToken)
    {
        if (call.Format.IsYaml)
        {
            throw new StatusException(406, "NotAcceptable", "only the following media types are accepted: application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch");
        }

        var options = ListOptions.Read(call.Request.Query, isWatch: true);
        var selection = Selection.Read(call, options);
        var revision = options.Revision(isWatch: true);
        var sendsInitial = options.SendInitialEvents ?? revision == 0;
        var error = sendsInitial && revision > 0 ? await WaitAsync(revision, cancellationToken) : null;
        var table = call.Definition.Table;
        var initial = sendsInitial && error is null ? cluster.Store.Read(table) : null;
        var start = initial?.Revision ?? (revision == 0 ? cluster.Store.Revision : revision);
        if (error is null && start < cluster.Store.OldestRevision(table))
        {
            error = TooOld(start, table);
        }

        var stream = new WatchStream(cluster, call, selection)
        {
            Initial = initial,
            Start = start,
            Error = error,
            AllowsBookmarks = options.AllowWatchBookmarks,
            Life = options.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(Math.Max(0, seconds)) : ShortestLife * (1 + cluster.Chance.NextDouble()),
            Gate = cluster.Watches.TokenOf(table),
        };
        return new ApiResponse
        {
            Code = 200,
            ContentType = "application/json",
            Headers = ApiResponses.Bytes(call, 200, default).Headers,
            Frames = stream.ReadAsync(CancellationToken.None),
        };
    }

    private async Task<StatusException?> WaitAsync(long revision, CancellationToken cancellationToken)
    {
        try
        {
            await cluster.WaitForRevisionAsync(revision, cancellationToken);
            return null;
        }
        catch (StatusException tooLarge)
        {
            return tooLarge;
        }
    }

    private StatusException TooOld(long revision, string table) =>
        new(410, "Expired", $"too old resource version: {revision} ({cluster.Store.OldestRevision(table)})");
}
