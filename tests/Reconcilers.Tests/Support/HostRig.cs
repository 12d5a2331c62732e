using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Reconcilers.Tests.Support;

/// <summary>A host with controllers on virtual time, against a cluster that the test controls.</summary>
internal sealed class HostRig : IDisposable
{
    private readonly FakeLogCollector _log = FakeLogCollector.Create(new());

    public HostRig(FakeCluster cluster, Action<KubeControllerBuilder> add, Action<KubeControllerOptions>? configure = null)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddProvider(new FakeLoggerProvider(_log)).SetMinimumLevel(LogLevel.Debug);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton(cluster.Connect(Time));
        builder.Services.AddSingleton(Reconciler);
        add(builder.Services.AddKubeController(options =>
        {
            options.Random = () => 0;
            configure?.Invoke(options);
        }));
        Host = builder.Build();
    }

    public FakeTimeProvider Time { get; } = new();

    public ScriptedReconciler Reconciler { get; } = new();

    public IHost Host { get; }

    public IReadOnlyList<FakeLogRecord> Log => _log.GetSnapshot();

    public T Get<T>()
        where T : notnull => Host.Services.GetRequiredService<T>();

    /// <summary>Lets virtual time pass until something has happened.</summary>
    public async Task PassTimeUntilAsync(Task fact, CancellationToken cancellationToken)
    {
        while (!fact.IsCompleted)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        await fact;
    }

    /// <summary>Lets virtual time pass until something is the case.</summary>
    public async Task PassTimeUntilAsync(Func<bool> fact, CancellationToken cancellationToken)
    {
        while (!fact())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }
    }

    public void Dispose() => Host.Dispose();
}
