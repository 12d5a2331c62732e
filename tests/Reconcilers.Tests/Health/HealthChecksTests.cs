using KubeController.Reconcilers.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KubeController.Reconcilers.Tests.Health;

/// <summary>What health checks say of a host with controllers.</summary>
[CancelAfter(20_000)]
public sealed class HealthChecksTests
{
    [Test]
    public async Task Ready_NotListedYet_UnhealthyUntilTheControllerWorks(CancellationToken cancellationToken)
    {
        using var cluster = new FakeCluster().Install<Widget>();
        var list = new TaskCompletionSource();
        cluster.BeforeList = _ => list.Task;
        using var rig = RigOf(cluster);
        await rig.Host.StartAsync(cancellationToken);
        var before = await CheckAsync(rig, KubeControllerHealthChecksBuilderExtensions.Ready, cancellationToken);
        Assert.That(before.Status, Is.EqualTo(HealthStatus.Unhealthy));
        Assert.That(before.Description, Does.Contain("widgets").And.Contain("controller widget: Syncing"));

        list.SetResult();
        await rig.PassTimeUntilAsync(() => rig.Log.Any(record => record.Id.Id == 302), cancellationToken);
        var after = await CheckAsync(rig, KubeControllerHealthChecksBuilderExtensions.Ready, cancellationToken);
        Assert.That(after.Status, Is.EqualTo(HealthStatus.Healthy));
        Assert.That(after.Data["controller widget"].ToString(), Does.Contain("Working"));
        await rig.Host.StopAsync(cancellationToken);
        Assert.That((await CheckAsync(rig, KubeControllerHealthChecksBuilderExtensions.Ready, cancellationToken)).Status, Is.EqualTo(HealthStatus.Unhealthy));
    }

    [Test]
    public async Task Live_WatchIsSilentForTooLong_UnhealthyWithTheReason(CancellationToken cancellationToken)
    {
        using var cluster = new FakeCluster().Install<Widget>();
        using var rig = RigOf(cluster);
        await rig.Host.StartAsync(cancellationToken);
        await rig.PassTimeUntilAsync(() => rig.Log.Any(record => record.Id.Id == 302), cancellationToken);
        Assert.That((await CheckAsync(rig, KubeControllerHealthChecksBuilderExtensions.Live, cancellationToken)).Status, Is.EqualTo(HealthStatus.Healthy));

        cluster.BeforeList = cluster.BeforeWatch = _ => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
        rig.Time.Advance(TimeSpan.FromHours(1));
        var silent = await CheckAsync(rig, KubeControllerHealthChecksBuilderExtensions.Live, cancellationToken);
        Assert.That(silent.Status, Is.EqualTo(HealthStatus.Unhealthy));
        Assert.That(silent.Description, Does.Contain("widgets"));
        Assert.That(
            (await CheckAsync(rig, KubeControllerHealthChecksBuilderExtensions.Ready, cancellationToken)).Status, Is.EqualTo(HealthStatus.Degraded), "It still has its last state.");
        await rig.Host.StopAsync(cancellationToken);
    }

    private static HostRig RigOf(FakeCluster cluster) => new(cluster, kube =>
    {
        kube.AddController<ScriptedReconciler, Widget>();
        kube.Services.AddHealthChecks().AddKubeController();
    });

    private static async Task<HealthReportEntry> CheckAsync(HostRig rig, string tag, CancellationToken cancellationToken) =>
        (await rig.Get<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains(tag), cancellationToken)).Entries.Values.Single();
}
