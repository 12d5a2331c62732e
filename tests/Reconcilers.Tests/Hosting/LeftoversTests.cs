using k8s.Models;
using KubeController.Reconcilers.Running;
using KubeController.Reconcilers.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KubeController.Reconcilers.Tests.Hosting;

/// <summary>What a host leaves behind when it has stopped: nothing.</summary>
[CancelAfter(30_000)]
public sealed class LeftoversTests
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task Stop_KeysWaitRetryAndAreWokenByTimers_NoTimerIsLeft(bool isElected, CancellationToken cancellationToken)
    {
        var time = new CountedTime();
        using var cluster = new FakeCluster().Install<Widget>().Install<V1ConfigMap>();
        for (var i = 0; i < 20; i++)
        {
            cluster.Put(Widget.Named($"w{i}"));
        }

        var reconciler = new ScriptedReconciler
        {
            Script = (request, _) => (request.Key.Name[^1] % 3) switch
            {
                0 => throw new InvalidOperationException("oh"),
                1 => new(ReconcileResult.RequeueAfter(TimeSpan.FromHours(1))),
                _ => new(ReconcileResult.Done),
            },
        };
        using (var host = HostOf(time, cluster, reconciler, isElected))
        {
            await host.StartAsync(cancellationToken);
            for (var i = 0; i < 20; i++)
            {
                var next = reconciler.NextAsync(cancellationToken);
                while (!next.IsCompleted)
                {
                    time.Advance(TimeSpan.FromMilliseconds(10));
                    await Task.Yield();
                }

                await next;
            }

            Assert.That(time.Timers, Is.Positive);
            await host.StopAsync(cancellationToken);
        }

        Assert.That(time.Timers, Is.Zero);
    }

    private static IHost HostOf(CountedTime time, FakeCluster cluster, ScriptedReconciler reconciler, bool isElected)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton(_ => cluster.Connect(time));
        builder.Services.AddSingleton(reconciler);
        builder.Services.AddKubeController().AddController<ScriptedReconciler, Widget>(controller => controller
            .Owns<V1ConfigMap>().Every("hourly", TimeSpan.FromHours(1), _ => []).WithDeadline(TimeSpan.FromMinutes(1)).WithWorkers(4));
        if (isElected)
        {
            var election = new ScriptedElection();
            election.Elect(1);
            builder.Services.AddSingleton<Election>(election.RunAsync);
        }

        return builder.Build();
    }
}
