using System.Net;
using KubeController.Informers.Tests.Support;
using static KubeController.Informers.Tests.Support.Json;

namespace KubeController.Informers.Tests.Health;

[CancelAfter(30_000)]
public sealed class InformerHealthTests
{
    [Test]
    public async Task Health_FromStartToStop_IsReadyWhenSyncedAndLiveUntilStopped(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        Assert.That(rig.Informer.Health, Is.EqualTo(new InformerHealth
        {
            Name = "configmaps",
            IsReady = false,
            IsLive = true,
            Reason = rig.Informer.State.ToString(),
        }));
        rig.Run();
        var list = await rig.Server.NextListAsync(cancellationToken);
        Assert.That(rig.Informer.Health, Has.Property("IsReady").False.And.Property("IsLive").True.And.Property("Reason").Contains("Listing"));
        list.ReplyList("9");
        (await rig.Server.NextWatchAsync(cancellationToken)).Accept();
        Assert.That(rig.Informer.Health, Has.Property("IsReady").True.And.Property("IsLive").True);
        await rig.StopAsync();
        Assert.That(rig.Informer.Health, Has.Property("IsReady").False.And.Property("IsLive").False.And.Property("Reason").Contains("Stopped"));
    }

    [Test]
    public async Task Health_ServerIsUnreachableForLongerThanAnyQuietWatch_IsNotLiveButReadyAndSaysWhy(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        await rig.ListAsync("9", [ConfigMap("a", 1)], cancellationToken);
        (await rig.Server.NextWatchAsync(cancellationToken)).RefuseConnection();
        await rig.Time.NextDelayAsync(cancellationToken);
        Assert.That(rig.Informer.Health, Has.Property("IsLive").True.And.Property("Reason").Contains("Connection refused"));
        rig.Time.Advance(TimeSpan.FromMinutes(12));
        (await rig.Server.NextWatchAsync(cancellationToken)).RefuseConnection();
        await rig.Time.NextDelayAsync(cancellationToken);
        Assert.That(rig.Informer.Health.IsLive, Is.True);
        rig.Time.Advance(TimeSpan.FromMinutes(1));
        await rig.Server.NextWatchAsync(cancellationToken);
        Assert.That(rig.Informer.Health, Has.Property("IsReady").True.And.Property("IsLive").False
            .And.Property("Reason").StartsWith("The server has not answered for 00:13:00; 00:12:10 is the most.").And.Property("Reason").Contains("Connection refused"));
    }

    [TestCase(HttpStatusCode.Forbidden, "Grant the service account")]
    [TestCase(HttpStatusCode.NotFound, "Install the CustomResourceDefinition")]
    public async Task Health_ServerRefuses_IsAnAnswerAndStaysLiveWithTheReason(HttpStatusCode code, string advice, CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        rig.Run();
        for (var round = 0; round < 40; round++)
        {
            (await rig.Server.NextListAsync(cancellationToken)).Refuse(code, code.ToString());
            await rig.Time.NextDelayAsync(cancellationToken);
            Assert.That(rig.Informer.Health, Has.Property("IsReady").False.And.Property("IsLive").True.And.Property("Reason").Contains(advice));
            rig.Time.Advance(TimeSpan.FromMinutes(1));
        }
    }
}
