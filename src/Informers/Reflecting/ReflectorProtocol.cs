using KubeController.Client;

namespace KubeController.Informers.Reflecting;

/// <summary>The transitions of the protocol, without input and output: what to do after a list or a watch has ended the way it did.</summary>
internal static class ReflectorProtocol
{
    // A watch that ends sooner, and has got no further, is no good order: it would turn into a hot loop.
    private static readonly TimeSpan VeryShort = TimeSpan.FromSeconds(1);

    // A stream that was open that long was alive, although nothing happened: proxies cut quiet connections. It is resumed at once.
    private static readonly TimeSpan Alive = TimeSpan.FromSeconds(10);

    // So many watches in a row that break off without getting further: there may be something at this version that the server, or we, cannot get past. A list can.
    private const int MaxBarren = 5;

    // So many watches in a row without a frame: a server that went back to an older version than ours waits in silence until it has caught up. A list tells.
    private const int MaxSilent = 3;

    public static ReflectorState AfterList(string resourceVersion) => new ReflectorState.Watching(resourceVersion);

    public static ReflectorState AfterListFailure(ReflectorState.Listing listing, Exception error, bool hasPages)
    {
        if (error is ExpiredException && hasPages && listing.IsPaged)
        {
            return listing with { IsPaged = false };
        }

        return IsVersionUnavailable(listing, error)
            ? listing with { IsConsistent = true, IsPaged = true }
            : new ReflectorState.Waiting(listing with { IsPaged = true }, error, "list");
    }

    /// <summary>What follows a streamed list that did not come to its end, and what that says of the way it was asked for.</summary>
    public static (ReflectorState Next, StreamVerdict Verdict) AfterStreamFailure(ReflectorState.Listing listing, Exception error)
    {
        if (IsVersionUnavailable(listing, error))
        {
            return (listing with { IsConsistent = true }, StreamVerdict.NotToBlame);
        }

        var verdict = VerdictOf(error);
        return (verdict is StreamVerdict.Refused ? listing : new ReflectorState.Waiting(listing, error, "list"), verdict);
    }

    public static ReflectorState AfterWatch(WatchReport report) => report.End switch
    {
        WatchEnd.Clean => AfterCleanEnd(report),
        WatchEnd.Silence => AfterSilence(report),
        WatchEnd.ErrorFrame => AfterErrorFrame(report, report.Error!),
        _ => AfterFailure(report, report.Error!),
    };

    private static bool IsVersionUnavailable(ReflectorState.Listing listing, Exception error) =>
        !listing.IsConsistent && error is ExpiredException or ServerTimeoutException { IsResourceVersionTooLarge: true } or StaleListException;

    private static StreamVerdict VerdictOf(Exception error) => error switch
    {
        // A list in pages would be turned away likewise.
        TooManyRequestsException or UnauthorizedException or ForbiddenException or NotFoundException => StreamVerdict.NotToBlame,
        HttpRequestException refused when NeverConnected(refused) => StreamVerdict.NotToBlame,
        ApiException answer => IsRefusal(answer) ? StreamVerdict.Refused : StreamVerdict.Fruitless,
        StreamedListTimeoutException { IsFirst: true } => StreamVerdict.Refused,
        _ => StreamVerdict.Fruitless,
    };

    // 501 is the one answer above 499 that waiting does not change.
    private static bool IsRefusal(ApiException answer) => (int)answer.StatusCode is (>= 400 and < 500) or 501 && !answer.IsTransient && answer is not ExpiredException;

    private static bool NeverConnected(HttpRequestException error) =>
        error.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.ProxyTunnelError;

    private static ReflectorState AfterCleanEnd(WatchReport report) =>
        report.HasMoved || report.Lived >= VeryShort ? new ReflectorState.Watching(report.ResourceVersion) : Barren(report, new VeryShortWatchException());

    private static ReflectorState AfterSilence(WatchReport report)
    {
        var silent = report.HasHeard ? 0 : report.Began.Silent + 1;
        return silent < MaxSilent
            ? new ReflectorState.Watching(report.ResourceVersion, Silent: silent)
            : new ReflectorState.Listing(report.ResourceVersion, IsConsistent: false, ListReason.Silence);
    }

    private static ReflectorState.Waiting AfterErrorFrame(WatchReport report, Exception error) => error switch
    {
        TooManyRequestsException => WatchLater(report, error),
        ExpiredException => ListLater(report, error, ListReason.Expired),
        _ => ListLater(report, error, ListReason.WatchError),
    };

    private static ReflectorState AfterFailure(WatchReport report, Exception error) => error switch
    {
        ExpiredException => ListLater(report, error, ListReason.Expired),
        NotFoundException => ListLater(report, error, ListReason.TypeMissing),
        // To list would be refused likewise, and when the watch is granted, it tells what happened meanwhile.
        TooManyRequestsException or UnauthorizedException or ForbiddenException => WatchLater(report, error),
        HttpRequestException refused when NeverConnected(refused) => WatchLater(report, error),
        not ApiException when report.Lived >= (report.HasMoved ? VeryShort : Alive) => new ReflectorState.Watching(report.ResourceVersion),
        _ => report.HasMoved ? WatchLater(report with { Began = report.Began with { Barren = 0 } }, error) : Barren(report, error),
    };

    private static ReflectorState.Waiting Barren(WatchReport report, Exception error) => report.Began.Barren + 1 < MaxBarren
        ? new(new ReflectorState.Watching(report.ResourceVersion, report.Began.Barren + 1), error, "watch")
        : ListLater(report, error, ListReason.WatchFailed);

    private static ReflectorState.Waiting WatchLater(WatchReport report, Exception error) =>
        new(new ReflectorState.Watching(report.ResourceVersion, report.Began.Barren), error, "watch");

    private static ReflectorState.Waiting ListLater(WatchReport report, Exception error, ListReason reason) =>
        new(new ReflectorState.Listing(report.ResourceVersion, IsConsistent: false, reason), error, "watch");
}
