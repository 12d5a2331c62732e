using KubeController.Reconcilers.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace KubeController.Reconcilers.Tests.Hosting;

/// <summary>Options that change while the controllers run.</summary>
[CancelAfter(20_000)]
public sealed class ControllerSettingsTests
{
    [Test]
    public async Task Workers_ChangedInTheConfiguration_SoManyReconcileSideBySide(CancellationToken cancellationToken)
    {
        using var cluster = new FakeCluster().Install<Widget>();
        cluster.Put(Widget.Named("a"));
        cluster.Put(Widget.Named("b"));
        var configuration = ConfigurationOf(("Kube:Controllers:widget:Workers", "1"));
        using var rig = new HostRig(cluster, kube => AddFromConfiguration(kube, configuration));
        var end = new TaskCompletionSource<ReconcileResult>();
        rig.Reconciler.Script = (_, _) => new(end.Task);
        await rig.Host.StartAsync(cancellationToken);
        await rig.Reconciler.NextAsync(cancellationToken);
        var second = rig.Reconciler.NextAsync(cancellationToken);
        Assert.That(second.IsCompleted, Is.False, "One worker, and it is busy.");

        configuration["Kube:Controllers:widget:Workers"] = "2";
        configuration.Reload();
        await second;
        Assert.That(rig.Get<Controllers>().States.Single().Workers, Is.EqualTo(2));
        Assert.That(rig.Log.Select(record => record.Message), Has.One.Contains("changed from 1 to 2 worker"));
        end.SetResult(ReconcileResult.Done);
        await rig.Host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task Reload_NotValid_RefusedWithAnErrorAndTheOldOnesHold(CancellationToken cancellationToken)
    {
        using var cluster = new FakeCluster().Install<Widget>();
        var configuration = ConfigurationOf(("Kube:Controllers:widget:Workers", "3"));
        using var rig = new HostRig(cluster, kube => AddFromConfiguration(kube, configuration));
        await rig.Host.StartAsync(cancellationToken);
        configuration["Kube:Controllers:widget:Workers"] = "0";
        Assert.That(configuration.Reload, Throws.Exception, "The options monitor of the host tells whoever reloads.");
        Assert.That(rig.Get<Controllers>().States.Single().Workers, Is.EqualTo(3));
        Assert.That(rig.Log.Single(record => record.Level == LogLevel.Error).Message, Does.Contain("widget").And.Contain("goes on with those it had"));
        await rig.Host.StopAsync(cancellationToken);
    }

    private static void AddFromConfiguration(KubeControllerBuilder kube, IConfiguration configuration) =>
        kube.Services.AddKubeController(configuration.GetSection("Kube")).AddController<ScriptedReconciler, Widget>();

    private static IConfigurationRoot ConfigurationOf(params (string Key, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(value => KeyValuePair.Create<string, string?>(value.Key, value.Value))).Build();
}
