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

    public static ReflectorState AfterList(string resourceVersion) => new ReflectorState.Watching(resourceVersion);

    public static ReflectorState AfterListFailure(ReflectorState.Listing listing, Exception error, bool hasPages)
    {
        if (error is ExpiredException && hasPages && listing.IsPaged)
        {
            return listing with { IsPaged = false };
        }

        if (!listing.IsConsistent && error is ExpiredException or ServerTimeoutException { IsResourceVersionTooLarge: true } or StaleListException)
        {
            return listing with { IsConsistent = true, IsPaged = true };
        }

        return new ReflectorState.Waiting(listing with { IsPaged = true }, error, "list");
    }

    public static ReflectorState AfterWatch(WatchReport report) => report.End switch
    {
        WatchEnd.Clean => AfterCleanEnd(report),
        WatchEnd.Silence => new ReflectorState.Watching(report.ResourceVersion),
        WatchEnd.ErrorFrame => AfterErrorFrame(report, report.Error!),
        _ => AfterFailure(report, report.Error!),
    };

    private static ReflectorState AfterCleanEnd(WatchReport report) =>
        report.HasMoved || report.Lived >= VeryShort ? new ReflectorState.Watching(report.ResourceVersion) : Barren(report, new VeryShortWatchException());

    private static ReflectorState.Waiting AfterErrorFrame(WatchReport report, Exception error) =>
        error is TooManyRequestsException ? WatchLater(report, error) : ListLater(report, error);

    private static ReflectorState AfterFailure(WatchReport report, Exception error) => error switch
    {
        ExpiredException or NotFoundException => ListLater(report, error),
        // To list would be refused likewise, and when the watch is granted, it tells what happened meanwhile.
        TooManyRequestsException or UnauthorizedException or ForbiddenException => WatchLater(report, error),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } => WatchLater(report, error),
        not ApiException when report.Lived >= (report.HasMoved ? VeryShort : Alive) => new ReflectorState.Watching(report.ResourceVersion),
        _ => report.HasMoved ? WatchLater(report with { Began = report.Began with { Barren = 0 } }, error) : Barren(report, error),
    };

    private static ReflectorState.Waiting Barren(WatchReport report, Exception error) => report.Began.Barren + 1 < MaxBarren
        ? new(new ReflectorState.Watching(report.ResourceVersion, report.Began.Barren + 1), error, "watch")
        : ListLater(report, error);

    private static ReflectorState.Waiting WatchLater(WatchReport report, Exception error) =>
        new(new ReflectorState.Watching(report.ResourceVersion, report.Began.Barren), error, "watch");

    private static ReflectorState.Waiting ListLater(WatchReport report, Exception error) =>
        new(new ReflectorState.Listing(report.ResourceVersion, IsConsistent: false), error, "watch");
}
