using System.Net;
using KubeController.Client.Access;
using KubeController.Client.Tests.Scripts;

namespace KubeController.Client.Tests.Access;

[CancelAfter(20_000)]
public sealed class LeasedHandlerTests
{
    [Test]
    public async Task Dispose_WhileSomebodySends_EndsAfterwards(CancellationToken cancellationToken)
    {
        var go = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        var inner = new ScriptedHandler().Then((_, _) => go.Task);
        var leased = new LeasedHandler(inner);
        Assert.That(leased.TryLease(), Is.True);
        using var request = new HttpRequestMessage(HttpMethod.Get, Connect.Server);
        var sent = leased.SendAsync(request, cancellationToken);
        leased.Dispose();
        Assert.That(inner.IsDisposed, Is.False);
        go.SetResult(ScriptedHandler.Answer(HttpStatusCode.OK, "{}"));
        (await sent).Dispose();
        leased.Return();
        Assert.That(inner.IsDisposed, Is.True);
        Assert.That(leased.TryLease(), Is.False);
    }
}
