using System.Net;
using System.Net.Http.Headers;
using k8s;
using k8s.Authentication;
using KubeController.Client.Access;
using KubeController.Client.Http;
using KubeController.Client.Tests.Scripts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Client.Tests.Access;

[CancelAfter(20_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RequestCredentialsTests
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public async Task Send_Token_IsOnTheRequest(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.OK, "{}");
        await SendAsync(handler, new() { AccessToken = "t1" }, null, cancellationToken);
        Assert.That(handler.Requests[0].Header("Authorization"), Is.EqualTo("Bearer t1"));
    }

    [Test]
    public async Task Send_UserAndPassword_AreOnTheRequest(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.OK, "{}");
        await SendAsync(handler, new() { Username = "u", Password = "p" }, null, cancellationToken);
        Assert.That(handler.Requests[0].Header("Authorization"), Is.EqualTo("Basic dTpw"));
    }

    [Test]
    public async Task Send_ProviderHasANewToken_IsRepeatedOnceWithIt(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.Unauthorized, "").Then(HttpStatusCode.OK, "{}");
        await SendAsync(handler, new() { TokenProvider = new CountingProvider() }, null, cancellationToken);
        Assert.That(handler.Requests.Select(request => request.Header("Authorization")), Is.EqualTo(new[] { "Bearer t1", "Bearer t2" }));
    }

    [Test]
    public void Send_SameTokenAndNothingToReload_IsRefusedAfterOneRequest()
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.Unauthorized, "");
        Assert.That(() => SendAsync(handler, new() { AccessToken = "secret-token" }, null, default),
            Throws.TypeOf<UnauthorizedException>().With.Message.Not.Contains("secret-token"));
        Assert.That(handler.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Send_Reload_GivesTheNewToken(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.Unauthorized, "").Then(HttpStatusCode.OK, "{}");
        await SendAsync(
            handler, new() { AccessToken = "old" }, _ => Task.FromResult(new KubernetesClientConfiguration { AccessToken = "new" }), cancellationToken);
        Assert.That(handler.Requests[1].Header("Authorization"), Is.EqualTo("Bearer new"));
    }

    [Test]
    public void Send_ReloadFails_ThrowsWhyAndLetsTheRefusalGo()
    {
        var body = new DisposalStream();
        var handler = new ScriptedHandler().Then((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Unauthorized) { Content = new StreamContent(body) }));
        Assert.That(
            () => SendAsync(handler, new() { AccessToken = "old" }, _ => throw new InvalidOperationException("no plugin"), default),
            Throws.InvalidOperationException.With.Message.EqualTo("no plugin"));
        Assert.That(body.IsDisposed, Is.True);
    }

    [Test]
    public void Send_RefusedAgainAndAgain_ReloadsOnlyEveryTenSeconds(CancellationToken cancellationToken)
    {
        var reloads = 0;
        var handler = new ScriptedHandler().Then(HttpStatusCode.Unauthorized, "");
        using var transport = TransportTo(
            handler, new() { AccessToken = "t" }, _ => Task.FromResult(new KubernetesClientConfiguration { AccessToken = $"t{++reloads}" }));
        for (var i = 0; i < 5; i++)
        {
            Assert.That(() => transport.SendAsync(Request(), cancellationToken), Throws.TypeOf<UnauthorizedException>());
        }

        Assert.That(reloads, Is.EqualTo(1));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.That(() => transport.SendAsync(Request(), cancellationToken), Throws.TypeOf<UnauthorizedException>());
        Assert.That(reloads, Is.EqualTo(2));
    }

    [Test]
    public async Task Send_ManyAtOnce_AskTheProviderOneAfterTheOther(CancellationToken cancellationToken)
    {
        var provider = new SlowProvider();
        using var transport = TransportTo(new ScriptedHandler().Then(HttpStatusCode.OK, "{}"), new() { TokenProvider = provider }, null);
        var sent = Enumerable.Range(0, 10).Select(_ => transport.SendAsync(Request(), cancellationToken)).ToArray();
        provider.Go.SetResult();
        await Task.WhenAll(sent);
        Assert.That(provider.MostAtOnce, Is.EqualTo(1));
    }

    [Test]
    public async Task Send_CancelledWhileTheProviderIsBusy_IsACancellation(CancellationToken cancellationToken)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var provider = new SlowProvider();
        using var transport = TransportTo(new ScriptedHandler().Then(HttpStatusCode.OK, "{}"), new() { TokenProvider = provider }, null);
        var first = transport.SendAsync(Request(), cancellationToken);
        var second = transport.SendAsync(Request(), cancel.Token);
        await cancel.CancelAsync();
        Assert.That(() => second, Throws.InstanceOf<OperationCanceledException>());
        provider.Go.SetResult();
        await first;
    }

    private static ApiRequest Request() => new() { Method = HttpMethod.Get, Path = "api", Description = "get api" };

    private async Task SendAsync(
        ScriptedHandler handler, KubernetesClientConfiguration configuration, Func<CancellationToken, Task<KubernetesClientConfiguration>>? reload,
        CancellationToken cancellationToken)
    {
        using var transport = TransportTo(handler, configuration, reload);
        await transport.SendAsync(Request(), cancellationToken);
    }

    private Transport TransportTo(
        ScriptedHandler handler, KubernetesClientConfiguration configuration, Func<CancellationToken, Task<KubernetesClientConfiguration>>? reload) =>
        Connect.Transport(handler, new RequestCredentials(configuration, reload, _time, NullLogger.Instance), _time);

    private sealed class CountingProvider : ITokenProvider
    {
        private int _count;

        public Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken) =>
            Task.FromResult(new AuthenticationHeaderValue("Bearer", $"t{++_count}"));
    }

    private sealed class SlowProvider : ITokenProvider
    {
        private int _now;

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int MostAtOnce { get; private set; }

        public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _now));
            await Go.Task.WaitAsync(cancellationToken);
            Interlocked.Decrement(ref _now);
            return new("Bearer", "t");
        }
    }
}
