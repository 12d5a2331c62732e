using System.Globalization;
using System.Net;
using k8s.Models;
using KubeController.Client.Tests.Scripts;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Client.Tests.Http;

[CancelAfter(20_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ResilienceTests
{
    private static readonly NamespacedName Key = new("default", "x");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Test]
    public async Task Get_TooManyRequestsWithSeconds_WaitsAtLeastThatLong(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.TooManyRequests, "busy", "text/plain", "5").Then(HttpStatusCode.OK, Bodies.ConfigMap("x"));
        var read = Connect.Client(handler, _time).GetAsync<V1ConfigMap>(Key, cancellationToken);
        _time.Advance(TimeSpan.FromSeconds(4.999));
        Assert.That(handler.Requests, Has.Count.EqualTo(1));
        Assert.That(await _time.RunAsync(read, cancellationToken), Is.LessThan(TimeSpan.FromSeconds(1.5)));
        Assert.That((await read).Metadata.Name, Is.EqualTo("x"));
        Assert.That(handler.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Get_RetryAfterAsDate_WaitsUntilThen(CancellationToken cancellationToken)
    {
        var date = (_time.GetUtcNow() + TimeSpan.FromSeconds(8)).ToString("R", CultureInfo.InvariantCulture);
        var handler = new ScriptedHandler().Then(HttpStatusCode.ServiceUnavailable, "", "text/plain", date).Then(HttpStatusCode.OK, Bodies.ConfigMap("x"));
        var read = Connect.Client(handler, _time).GetAsync<V1ConfigMap>(Key, cancellationToken);
        Assert.That(await _time.RunAsync(read, cancellationToken), Is.InRange(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(10.1)));
    }

    [Test]
    public async Task Get_RetryAfterOnlyInTheStatus_IsHonoured(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler()
            .Then(HttpStatusCode.InternalServerError, Bodies.Status(500, "ServerTimeout", "busy", """{"retryAfterSeconds":7}"""))
            .Then(HttpStatusCode.OK, Bodies.ConfigMap("x"));
        var read = Connect.Client(handler, _time).GetAsync<V1ConfigMap>(Key, cancellationToken);
        Assert.That(await _time.RunAsync(read, cancellationToken), Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(7)));
    }

    [TestCase("0")]
    [TestCase("-5")]
    [TestCase("soon")]
    [TestCase("Thu, 01 Jan 2009 00:00:00 GMT")]
    public async Task Get_RetryAfterOfNoUse_BacksOffByItself(string retryAfter, CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.TooManyRequests, "", "text/plain", retryAfter).Then(HttpStatusCode.OK, Bodies.ConfigMap("x"));
        var read = Connect.Client(handler, _time).GetAsync<V1ConfigMap>(Key, cancellationToken);
        Assert.That(handler.Requests, Has.Count.EqualTo(1), "no retry without a wait");
        Assert.That(await _time.RunAsync(read, cancellationToken), Is.LessThan(TimeSpan.FromSeconds(2)));
    }

    [Test]
    public async Task Get_UnavailableForEver_GivesUpAfterTheRetries(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.ServiceUnavailable, "down", "text/plain");
        var read = Connect.Client(handler, _time).GetAsync<V1ConfigMap>(Key, cancellationToken);
        await _time.RunAsync(read, cancellationToken);
        Assert.That(() => read, Throws.TypeOf<ApiException>().With.Property(nameof(ApiException.StatusCode)).EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(handler.Requests, Has.Count.EqualTo(7));
    }

    [Test]
    public async Task Get_RetryAfterLongerThanTheCallMayTake_ThrowsAtOnceWithTheTimeToWait(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.TooManyRequests, "", "text/plain", "600");
        var error = await Catch.Async<TooManyRequestsException>(Connect.Client(handler, _time).GetAsync<V1ConfigMap>(Key, cancellationToken));
        Assert.That(error.RetryAfter, Is.EqualTo(TimeSpan.FromMinutes(10)));
        Assert.That(handler.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Get_ServerHangs_ThrowsTimeoutWithTheLastFailure(CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        var elapsed = TimeSpan.Zero;
        var handler = new ScriptedHandler().Then(HttpStatusCode.ServiceUnavailable, "down", "text/plain").ThenHang(whenCancelled: () => elapsed = _time.GetElapsedTime(start));
        var read = Connect.Client(handler, _time).GetAsync<V1ConfigMap>(Key, cancellationToken);
        await _time.RunAsync(read, cancellationToken);
        var error = await Catch.Async<TimeoutException>(read);
        Assert.That(elapsed, Is.InRange(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(61)));
        Assert.That(error.Message, Is.EqualTo(
            "get configmaps default/x: not answered within 00:01:00, in 2 attempt(s); the last failure was: " +
            "get configmaps default/x: 503: down. Check that the server is reachable, or raise 'RequestTimeout'."));
        Assert.That(error.InnerException, Is.TypeOf<ApiException>());
    }

    [Test]
    public async Task Get_BodyStalls_ThrowsTimeout(CancellationToken cancellationToken)
    {
        var body = new ScriptedBody();
        await body.SendAsync("{\"metadata\":");
        var read = Connect.Client(new ScriptedHandler().ThenBody(body.Stream), _time).GetAsync<V1ConfigMap>(Key, cancellationToken);
        await _time.RunAsync(read, cancellationToken);
        await Catch.Async<TimeoutException>(read);
    }

    [Test]
    public async Task Get_BodyBreaks_IsRead_Again(CancellationToken cancellationToken)
    {
        var body = new ScriptedBody();
        await body.SendAsync("{\"metadata\":");
        await body.BreakAsync(new IOException("reset by peer"));
        var handler = new ScriptedHandler().ThenBody(body.Stream).Then(HttpStatusCode.OK, Bodies.ConfigMap("x"));
        var read = Connect.Client(handler, _time).GetAsync<V1ConfigMap>(Key, cancellationToken);
        await _time.RunAsync(read, cancellationToken);
        Assert.That((await read).Metadata.Name, Is.EqualTo("x"));
    }

    [TestCase(HttpRequestError.ConnectionError, 2)]
    [TestCase(HttpRequestError.NameResolutionError, 2)]
    [TestCase(HttpRequestError.ResponseEnded, 2)]
    [TestCase(HttpRequestError.Unknown, 2)]
    [TestCase(HttpRequestError.SecureConnectionError, 1)]
    public async Task Get_TransportFails_IsRepeatedWhereItMayPass(HttpRequestError kind, int requests, CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().ThenThrow(new HttpRequestException(kind, "broken")).Then(HttpStatusCode.OK, Bodies.ConfigMap("x"));
        await _time.RunAsync(Connect.Client(handler, _time).GetAsync<V1ConfigMap>(Key, cancellationToken), cancellationToken);
        Assert.That(handler.Requests, Has.Count.EqualTo(requests));
    }

    [TestCase(HttpRequestError.ConnectionError, 2)]
    [TestCase(HttpRequestError.NameResolutionError, 2)]
    [TestCase(HttpRequestError.ResponseEnded, 1)]
    [TestCase(HttpRequestError.Unknown, 1)]
    public async Task Create_TransportFails_IsRepeatedOnlyIfNothingWasSent(HttpRequestError kind, int requests, CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().ThenThrow(new HttpRequestException(kind, "broken")).Then(HttpStatusCode.Created, Bodies.ConfigMap("x"));
        await _time.RunAsync(CreateAsync(handler, cancellationToken), cancellationToken);
        Assert.That(handler.Requests, Has.Count.EqualTo(requests));
    }

    [TestCase(HttpStatusCode.TooManyRequests, "1", 2)]
    [TestCase(HttpStatusCode.TooManyRequests, null, 1)]
    [TestCase(HttpStatusCode.ServiceUnavailable, "1", 2)]
    [TestCase(HttpStatusCode.ServiceUnavailable, null, 1)]
    [TestCase(HttpStatusCode.InternalServerError, "1", 1)]
    [TestCase(HttpStatusCode.GatewayTimeout, "1", 1)]
    public async Task Create_Refused_IsRepeatedOnlyIfTurnedAway(HttpStatusCode code, string? retryAfter, int requests, CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(code, "", "text/plain", retryAfter).Then(HttpStatusCode.Created, Bodies.ConfigMap("x"));
        await _time.RunAsync(CreateAsync(handler, cancellationToken), cancellationToken);
        Assert.That(handler.Requests, Has.Count.EqualTo(requests));
        Assert.That(handler.Requests.Select(request => request.Body).Distinct().Count(), Is.EqualTo(1), "each attempt has the whole body");
        Assert.That(handler.Requests.Select(request => request.Message).Distinct().Count(), Is.EqualTo(requests), "each attempt is a fresh message");
    }

    [TestCase(HttpStatusCode.InternalServerError, null, 1)]
    [TestCase(HttpStatusCode.InternalServerError, "1", 2)]
    [TestCase(HttpStatusCode.BadGateway, null, 2)]
    [TestCase(HttpStatusCode.GatewayTimeout, null, 2)]
    [TestCase(HttpStatusCode.Conflict, "1", 1)]
    [TestCase(HttpStatusCode.NotFound, null, 1)]
    public async Task Patch_Refused_IsRepeatedWhereItMayPass(HttpStatusCode code, string? retryAfter, int requests, CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(code, "", "text/plain", retryAfter).Then(HttpStatusCode.OK, Bodies.ConfigMap("x"));
        var patched = Connect.Client(handler, _time).PatchAsync<V1ConfigMap>(Key, new MergePatch().Label("a", "b"), cancellationToken);
        await _time.RunAsync(patched, cancellationToken);
        Assert.That(handler.Requests, Has.Count.EqualTo(requests));
    }

    [Test]
    public async Task Get_ConnectTimeoutOfTheHandler_IsNoCancellation(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().ThenThrow(new TaskCanceledException("canceled", new TimeoutException("connect timed out")));
        var read = Connect.Client(handler, _time).GetAsync<V1ConfigMap>(Key, cancellationToken);
        await _time.RunAsync(read, cancellationToken);
        var error = await Catch.Async<HttpRequestException>(read);
        Assert.That(error.HttpRequestError, Is.EqualTo(HttpRequestError.ConnectionError));
        Assert.That(error.Message, Is.EqualTo("get configmaps default/x: connect timed out (at attempt 7)"));
        Assert.That(handler.Requests, Has.Count.EqualTo(7));
    }

    [Test]
    public async Task Get_VersionNotSeenYet_IsNotRepeated(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(
            HttpStatusCode.GatewayTimeout,
            Bodies.Status(504, "Timeout", "Too large", """{"causes":[{"reason":"ResourceVersionTooLarge","message":"m"}],"retryAfterSeconds":1}"""),
            retryAfter: "1");
        await Catch.Async<ServerTimeoutException>(Connect.Client(handler, _time).GetAsync<V1ConfigMap>(Key, cancellationToken));
        Assert.That(handler.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Get_NoRetries_FailsAtOnce(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.ServiceUnavailable, "", "text/plain");
        using var connection = new ApiConnection(Connect.Server, handler, new() { MaxRetries = 0, TimeProvider = _time });
        await Catch.Async<ApiException>(new ResourceClient(connection).GetAsync<V1ConfigMap>(Key, cancellationToken));
        Assert.That(handler.Requests, Has.Count.EqualTo(1));
    }

    private Task<V1ConfigMap> CreateAsync(ScriptedHandler handler, CancellationToken cancellationToken) =>
        Connect.Client(handler, _time).CreateAsync(new V1ConfigMap { Metadata = new() { Name = "x", NamespaceProperty = "default" } }, cancellationToken);
}
