using System.Net;
using k8s.Models;
using KubeController.Client.Tests.Scripts;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Client.Tests.Http;

[CancelAfter(20_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CancellationTests
{
    private static readonly NamespacedName Key = new("default", "x");

    private readonly FakeTimeProvider _time = new();

    [Test]
    public async Task Cancel_WhileTheRequestIsUnderWay_IsACancellationWithTheCallersToken(CancellationToken cancellationToken)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var read = Connect.Client(new ScriptedHandler().ThenHang(), _time).GetAsync<V1ConfigMap>(Key, cancel.Token);
        await cancel.CancelAsync();
        var error = await Catch.Async<OperationCanceledException>(read);
        Assert.That(error.CancellationToken, Is.EqualTo(cancel.Token));
        Assert.That(read.IsCanceled, Is.True);
    }

    [Test]
    public async Task Cancel_WhileWaitingForARetry_IsACancellation(CancellationToken cancellationToken)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var handler = new ScriptedHandler().Then(HttpStatusCode.TooManyRequests, "", "text/plain", "30");
        var read = Connect.Client(handler, _time).GetAsync<V1ConfigMap>(Key, cancel.Token);
        await cancel.CancelAsync();
        Assert.That((await Catch.Async<OperationCanceledException>(read)).CancellationToken, Is.EqualTo(cancel.Token));
        Assert.That(handler.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Cancel_WhileAnAttemptFails_IsACancellationAndNoFailure(CancellationToken cancellationToken)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var handler = new ScriptedHandler().Then(async (_, _) =>
        {
            await cancel.CancelAsync();
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "aborted");
        });
        await Catch.Async<OperationCanceledException>(Connect.Client(handler, _time).GetAsync<V1ConfigMap>(Key, cancel.Token));
    }

    [Test]
    public async Task Cancel_WhileTheBodyArrives_IsACancellation(CancellationToken cancellationToken)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var body = new ScriptedBody();
        await body.SendAsync("{");
        var read = Connect.Client(new ScriptedHandler().ThenBody(body.Stream), _time).GetAsync<V1ConfigMap>(Key, cancel.Token);
        await cancel.CancelAsync();
        await Catch.Async<OperationCanceledException>(read);
    }

    [Test]
    public void Cancel_BeforeTheCall_SendsNothing()
    {
        var handler = new ScriptedHandler();
        Assert.That(
            () => Connect.Client(handler, _time).GetAsync<V1ConfigMap>(Key, new CancellationToken(true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(handler.Requests, Is.Empty);
    }

    [Test]
    public async Task Send_ThousandTimesWithOneToken_LeavesNothingOnIt()
    {
        using var caller = new CancellationTokenSource();
        var marks = new List<WeakReference>();
        var handler = new ScriptedHandler().Then((_, token) =>
        {
            // Whatever source stands between the caller's token and this one keeps the mark as long as it is reachable and not disposed.
            var mark = new object();
            marks.Add(new(mark));
            token.UnsafeRegister(static _ => { }, mark);
            return Task.FromResult(ScriptedHandler.Answer(HttpStatusCode.OK, Bodies.ConfigMap("x")));
        });
        var client = Connect.Client(handler);
        for (var i = 0; i < 1000; i++)
        {
            await client.GetAsync<V1ConfigMap>(new("default", "x"), caller.Token);
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.That(marks.Count(mark => mark.IsAlive), Is.LessThan(10), "what the last requests used may still be at hand");
        GC.KeepAlive(caller);
    }
}
