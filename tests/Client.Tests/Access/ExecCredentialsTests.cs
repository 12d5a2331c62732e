using System.Net;
using k8s.KubeConfigModels;
using KubeController.Client.Access;
using KubeController.Client.Http;
using KubeController.Client.Tests.Scripts;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Client.Tests.Access;

[CancelAfter(30_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ExecCredentialsTests
{
    private readonly FakeTimeProvider _time = new();
    private int _runs;

    [Test]
    public async Task Send_ManyAtOnceAndNoCredential_RunThePluginOnce(CancellationToken cancellationToken)
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var transport = To(new ScriptedHandler().Then(HttpStatusCode.OK, "{}"), async token =>
        {
            Interlocked.Increment(ref _runs);
            await go.Task.WaitAsync(token);
            return Token("t");
        });
        var sent = Enumerable.Range(0, 50).Select(_ => transport.SendAsync(Request(), cancellationToken)).ToArray();
        go.SetResult();
        await Task.WhenAll(sent);
        Assert.That(_runs, Is.EqualTo(1));
    }

    [Test]
    public async Task Send_Expired_RunsThePluginOnceMore(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.OK, "{}");
        using var transport = To(handler, _ => Task.FromResult(Token($"t{++_runs}", _time.GetUtcNow().AddMinutes(10))));
        await transport.SendAsync(Request(), cancellationToken);
        _time.Advance(TimeSpan.FromMinutes(9.9));
        await transport.SendAsync(Request(), cancellationToken);
        _time.Advance(TimeSpan.FromMinutes(0.2));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => transport.SendAsync(Request(), cancellationToken)));
        Assert.That(_runs, Is.EqualTo(2));
        Assert.That(handler.Requests.Select(request => request.Header("Authorization")).Distinct(), Is.EqualTo(new[] { "Bearer t1", "Bearer t2" }));
    }

    [Test]
    public async Task Send_ManyRefused_RunThePluginOnceAndAreRepeated(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then((request, _) => Task.FromResult(ScriptedHandler.Answer(
            request.Header("Authorization") == "Bearer t1" ? HttpStatusCode.Unauthorized : HttpStatusCode.OK, "{}")));
        using var transport = To(handler, _ => Task.FromResult(Token($"t{++_runs}")));
        await transport.SendAsync(Request(), cancellationToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _runs = 0;
        using var again = To(handler, _ => Task.FromResult(Token($"t{Interlocked.Increment(ref _runs)}")));
        _time.Advance(TimeSpan.FromMinutes(1));
        var first = again.SendAsync(Request(), cancellationToken);
        await Catch.Async<UnauthorizedException>(first);       // what has just been given and is refused would not be better a moment later
        _time.Advance(TimeSpan.FromSeconds(10));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => again.SendAsync(Request(), cancellationToken)));
        Assert.That(_runs, Is.EqualTo(2));
    }

    [Test]
    public async Task Send_FirstCallerGivesUp_TheRunIsForTheOthers(CancellationToken cancellationToken)
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var cancel = new CancellationTokenSource();
        using var transport = To(new ScriptedHandler().Then(HttpStatusCode.OK, "{}"), async token =>
        {
            Interlocked.Increment(ref _runs);
            await go.Task.WaitAsync(token);
            return Token("t");
        });
        var first = transport.SendAsync(Request(), cancel.Token);
        var second = transport.SendAsync(Request(), cancellationToken);
        await cancel.CancelAsync();
        await Catch.Async<OperationCanceledException>(first);
        go.SetResult();
        await second;
        Assert.That(_runs, Is.EqualTo(1));
    }

    [Test]
    public async Task Run_Program_GetsTheRequestAndGivesTheToken(CancellationToken cancellationToken)
    {
        const string script = """printf '{"kind":"ExecCredential","status":{"token":"%s","expirationTimestamp":"2000-01-01T01:00:00Z"}}' "$PREFIX-$1-$(echo "$KUBERNETES_EXEC_INFO" | grep -c '"server":"https://a.test"')" """;
        var plugin = Plugin("sh", "-c", script, "sh", "a b");
        var given = await plugin.RunAsync(cancellationToken);
        Assert.That(given.Header!.ToString(), Is.EqualTo("Bearer p-a b-1"));
        Assert.That(given.RefreshAt, Is.EqualTo(new DateTimeOffset(2000, 1, 1, 0, 59, 30, TimeSpan.Zero)));
    }

    [TestCase("exit 3", "ended with exit code 3")]
    [TestCase("echo secret-text", "no ExecCredential in JSON")]
    [TestCase("""echo '{"status":{"tokens":"secret-text"}}'""", "neither a token nor a client certificate")]
    public async Task Run_ProgramFails_SaysHowAndNothingOfItsOutput(string script, string expected, CancellationToken cancellationToken)
    {
        var error = await Catch.Async<HttpRequestException>(Plugin("sh", "-c", script).RunAsync(cancellationToken));
        Assert.That(error.HttpRequestError, Is.EqualTo(HttpRequestError.UserAuthenticationError));
        Assert.That(error.ToString(), Does.Contain(expected).And.Not.Contain("secret-text"));
    }

    [Test]
    public async Task Run_NoSuchProgram_GivesTheInstallHint(CancellationToken cancellationToken)
    {
        var error = await Catch.Async<HttpRequestException>(Plugin("no-such-plugin").RunAsync(cancellationToken));
        Assert.That(error.Message, Does.Contain("'no-such-plugin' does not start").And.Contain("Install it."));
    }

    [Test]
    public async Task Run_ProgramThatDoesNotEnd_IsEnded(CancellationToken cancellationToken)
    {
        var run = Plugin("sh", "-c", "exec sleep 1000").RunAsync(cancellationToken);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.That((await Catch.Async<HttpRequestException>(run)).Message, Does.Contain("did not end within 00:01:00"));
    }

    private static ApiRequest Request() => new() { Method = HttpMethod.Get, Path = "api", Description = "get api" };

    private static ExecCredential Token(string token, DateTimeOffset? refreshAt = null) => new(new("Bearer", token), null, null, refreshAt);

    private ExecPlugin Plugin(string command, params string[] arguments) => new(
        new ExternalExecution
        {
            ApiVersion = "client.authentication.k8s.io/v1",
            Command = command,
            Arguments = arguments,
            EnvironmentVariables = [new() { ["name"] = "PREFIX", ["value"] = "p" }],
            ProvideClusterInfo = true,
            InstallHint = "Install it.",
        },
        new() { ["server"] = "https://a.test" },
        TimeSpan.FromMinutes(1),
        _time);

    private Transport To(ScriptedHandler handler, Func<CancellationToken, Task<ExecCredential>> run) =>
        Connect.Transport(handler, new ExecCredentials(run, _time), _time);
}
