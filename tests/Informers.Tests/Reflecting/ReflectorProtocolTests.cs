using k8s.Models;
using KubeController.Client;
using KubeController.Informers.Reflecting;

namespace KubeController.Informers.Tests.Reflecting;

public sealed class ReflectorProtocolTests
{
    private static readonly ReflectorState.Watching FromSeven = new("7");
    private static readonly Exception Broken = new IOException("reset");

    [Test]
    public void Start_AsksForTheMostRecentState() => Assert.That(((ReflectorState.Listing)ReflectorState.Start).ResourceVersion, Is.Empty);

    [Test]
    public void AfterListFailure_TokenExpiredMidList_ListsAtTheSameVersionInOnePage() => Assert.That(
        ReflectorProtocol.AfterListFailure(new("7", false), Of(410, "Expired"), hasPages: true),
        Is.EqualTo(new ReflectorState.Listing("7", IsConsistent: false, IsPaged: false)));

    [TestCase(410, "Expired", null)]
    [TestCase(410, "Gone", null)]
    [TestCase(504, "Timeout", "ResourceVersionTooLarge")]
    public void AfterListFailure_VersionUnavailable_AsksForTheMostRecentStateAtOnce(int code, string reason, string? cause) => Assert.That(
        ReflectorProtocol.AfterListFailure(new("7", false), Of(code, reason, cause), hasPages: false),
        Is.EqualTo(new ReflectorState.Listing("7", IsConsistent: true)));

    [Test]
    public void AfterListFailure_MostRecentStateExpired_Waits() => Assert.That(
        ReflectorProtocol.AfterListFailure(new("7", true), Of(410, "Expired"), hasPages: false), Is.TypeOf<ReflectorState.Waiting>());

    [Test]
    public void AfterListFailure_AnythingElse_WaitsAndListsAgainFromTheSameVersion([Values(401, 403, 404, 429, 500, 503)] int code) => Assert.That(
        AfterPause(ReflectorProtocol.AfterListFailure(new("7", false), Of(code, string.Empty), hasPages: false)),
        Is.EqualTo(new ReflectorState.Listing("7", IsConsistent: false)));

    [Test]
    public void AfterWatch_CleanEnd_WatchesOnAtOnce([Values] bool hasMoved) => Assert.That(
        ReflectorProtocol.AfterWatch(new(FromSeven, "9", hasMoved, TimeSpan.FromSeconds(hasMoved ? 0 : 1), WatchEnd.Clean)),
        Is.EqualTo(new ReflectorState.Watching("9")));

    [Test]
    public void AfterWatch_VeryShortAndEmpty_WaitsBeforeItWatchesOn() => Assert.That(
        AfterPause(ReflectorProtocol.AfterWatch(new(FromSeven, "7", false, TimeSpan.FromMilliseconds(999), WatchEnd.Clean))),
        Is.EqualTo(new ReflectorState.Watching("7", Barren: 1)));

    [Test]
    public void AfterWatch_Silence_WatchesOnAtOnce() => Assert.That(
        ReflectorProtocol.AfterWatch(new(FromSeven, "9", false, TimeSpan.FromSeconds(70), WatchEnd.Silence, Broken, HasHeard: true)),
        Is.EqualTo(new ReflectorState.Watching("9")));

    [Test]
    public void AfterWatch_ThirdInARowWithoutAFrame_Lists()
    {
        var second = ReflectorProtocol.AfterWatch(new(new("7", Silent: 1), "7", false, TimeSpan.FromSeconds(140), WatchEnd.Silence, Broken));
        Assert.That(second, Is.EqualTo(new ReflectorState.Watching("7", Silent: 2)));
        Assert.That(
            ReflectorProtocol.AfterWatch(new((ReflectorState.Watching)second, "7", false, TimeSpan.FromSeconds(280), WatchEnd.Silence, Broken)),
            Is.EqualTo(new ReflectorState.Listing("7", IsConsistent: false, ListReason.Silence)));
    }

    [TestCase(true, 1.0)]
    [TestCase(false, 10.0)]
    public void AfterWatch_AliveStreamBreaks_WatchesOnAtOnce(bool hasMoved, double seconds) => Assert.That(
        ReflectorProtocol.AfterWatch(new(FromSeven, "9", hasMoved, TimeSpan.FromSeconds(seconds), WatchEnd.Failure, Broken)),
        Is.EqualTo(new ReflectorState.Watching("9")));

    [TestCase(true, 0.9, 0)]
    [TestCase(false, 9.9, 1)]
    public void AfterWatch_YoungStreamBreaks_WaitsBeforeItWatchesOn(bool hasMoved, double seconds, int barren) => Assert.That(
        AfterPause(ReflectorProtocol.AfterWatch(new(FromSeven, "9", hasMoved, TimeSpan.FromSeconds(seconds), WatchEnd.Failure, Broken))),
        Is.EqualTo(new ReflectorState.Watching("9", barren)));

    [Test]
    public void AfterWatch_FifthBarrenInARow_ListsAgain() => Assert.That(
        AfterPause(ReflectorProtocol.AfterWatch(new(new("7", Barren: 4), "7", false, TimeSpan.Zero, WatchEnd.Failure, Of(500, "InternalError")))),
        Is.EqualTo(new ReflectorState.Listing("7", IsConsistent: false, ListReason.WatchFailed)));

    [Test]
    public void AfterWatch_TurnedAwayForEver_NeverListsAgain([Values(401, 403, 429)] int code) => Assert.That(
        AfterPause(ReflectorProtocol.AfterWatch(new(new("7", Barren: 4), "7", false, TimeSpan.Zero, WatchEnd.Failure, Of(code, string.Empty)))),
        Is.EqualTo(new ReflectorState.Watching("7", Barren: 4)));

    [Test]
    public void AfterWatch_ConnectionRefused_NeverListsAgain() => Assert.That(
        AfterPause(ReflectorProtocol.AfterWatch(new(
            new("7", Barren: 4), "7", false, TimeSpan.Zero, WatchEnd.Failure, new HttpRequestException(HttpRequestError.ConnectionError)))),
        Is.EqualTo(new ReflectorState.Watching("7", Barren: 4)));

    [TestCase(WatchEnd.Failure, 410, "Expired", ListReason.Expired)]
    [TestCase(WatchEnd.Failure, 410, "Gone", ListReason.Expired)]
    [TestCase(WatchEnd.ErrorFrame, 410, "Expired", ListReason.Expired)]
    [TestCase(WatchEnd.ErrorFrame, 410, "Gone", ListReason.Expired)]
    [TestCase(WatchEnd.ErrorFrame, 500, "InternalError", ListReason.WatchError)]
    [TestCase(WatchEnd.Failure, 404, "NotFound", ListReason.TypeMissing)]
    public void AfterWatch_VersionOrTypeIsGone_WaitsAndLists(object end, int code, string reason, ListReason because) => Assert.That(
        AfterPause(ReflectorProtocol.AfterWatch(new(FromSeven, "9", true, TimeSpan.FromMinutes(1), (WatchEnd)end, Of(code, reason)))),
        Is.EqualTo(new ReflectorState.Listing("9", IsConsistent: false, because)));

    [Test]
    public void AfterWatch_ThrottledWithinTheStream_WaitsAndWatchesOn() => Assert.That(
        AfterPause(ReflectorProtocol.AfterWatch(new(FromSeven, "9", true, TimeSpan.FromMinutes(1), WatchEnd.ErrorFrame, Of(429, "TooManyRequests")))),
        Is.EqualTo(new ReflectorState.Watching("9")));

    [TestCase(410, "Expired", null)]
    [TestCase(504, "Timeout", "ResourceVersionTooLarge")]
    public void AfterStreamFailure_VersionUnavailable_StreamsTheMostRecentStateAtOnce(int code, string reason, string? cause) => Assert.That(
        ReflectorProtocol.AfterStreamFailure(new("7", false), Of(code, reason, cause)),
        Is.EqualTo((new ReflectorState.Listing("7", IsConsistent: true), StreamVerdict.NotToBlame)));

    [Test]
    public void AfterStreamFailure_RefusedAsSuch_ListsInPagesAtOnce([Values(400, 405, 406, 415, 422, 501)] int code) => Assert.That(
        ReflectorProtocol.AfterStreamFailure(new("7", false), Of(code, string.Empty)),
        Is.EqualTo((new ReflectorState.Listing("7", IsConsistent: false), StreamVerdict.Refused)));

    [TestCase(401, "NotToBlame")]
    [TestCase(403, "NotToBlame")]
    [TestCase(404, "NotToBlame")]
    [TestCase(429, "NotToBlame")]
    [TestCase(408, "Fruitless")]
    [TestCase(500, "Fruitless")]
    [TestCase(503, "Fruitless")]
    [TestCase(504, "Fruitless")]
    public void AfterStreamFailure_RefusedOtherwise_Waits(int code, string verdict)
    {
        var (next, said) = ReflectorProtocol.AfterStreamFailure(new("7", false), Of(code, string.Empty));
        Assert.That((AfterPause(next), $"{said}"), Is.EqualTo((new ReflectorState.Listing("7", IsConsistent: false), verdict)));
    }

    private static ReflectorState AfterPause(ReflectorState state)
    {
        Assert.That(state, Is.TypeOf<ReflectorState.Waiting>());
        return ((ReflectorState.Waiting)state).Next;
    }

    private static ApiException Of(int code, string reason, string? cause = null) => ApiException.FromStatus(new()
    {
        Code = code,
        Reason = reason,
        Details = cause is null ? null : new V1StatusDetails { Causes = [new() { Reason = cause }] },
    });
}
