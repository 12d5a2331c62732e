using KubeController.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace KubeController.Reconcilers.Tests.Leading;

/// <summary>A process with an elector: its own scheduler, its own timers, its own way to the server.</summary>
internal sealed class Replica : IDisposable
{
    private readonly FakeLogCollector _log = FakeLogCollector.Create(new());
    private readonly CancellationTokenSource _stop = new();
    private readonly ApiConnection _connection;

    public Replica(Simulation simulation, string name, Func<double> random, Action<LeaderElectionOptions>? configure, OneMeterFactory? meters)
    {
        Name = name;
        Time = new(simulation.Time);
        Link = new(simulation.Server.CreateHandler(), simulation.Network, simulation.Time, simulation.Written);
        _connection = new(simulation.Server.Url, Link, new() { TimeProvider = Time, Random = random });
        var options = new LeaderElectionOptions { LeaseName = "op", LeaseNamespace = "default", Identity = name };
        configure?.Invoke(options);
        var logger = new LoggerFactory([new FakeLoggerProvider(_log)], new LoggerFilterOptions { MinLevel = LogLevel.Debug }).CreateLogger("test");
        Elector = new(_connection, options, Time, random, logger, meters);
        Lead = WorkAsync;
    }

    public string Name { get; }

    public SimulatedScheduler Scheduler { get; } = new();

    public PausableTime Time { get; }

    public Link Link { get; }

    public LeaderElector Elector { get; }

    public IReadOnlyList<FakeLogRecord> Log => _log.GetSnapshot();

    public Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>Gets or sets the work of the leader; as a rule it lasts until it is cancelled or the replica is stopped, and then as long as <see cref="Drain"/>.</summary>
    public Func<LeaderTerm, CancellationToken, Task> Lead { get; set; }

    public TimeSpan Drain { get; set; }

    public List<LeaderTerm> Terms { get; } = [];

    /// <summary>Gets the term whose work runs.</summary>
    public LeaderTerm? Inside { get; private set; }

    public bool IsPaused { get; private set; }

    /// <summary>Gets whether something of it may act as the leader: it runs, inside its work, and was not cancelled.</summary>
    public bool IsActing => Inside is not null && !IsPaused && !_term.IsCancellationRequested;

    private CancellationToken _term;

    public CancellationToken Stopping => _stop.Token;

    public Replica Run()
    {
        Running = Scheduler.Start(() => Elector.RunAsync(BeginAsync, _stop.Token));
        return this;
    }

    public void Stop() => _stop.Cancel();

    public void Pause()
    {
        IsPaused = true;
        Time.Pause();
    }

    /// <summary>As after a pause of the whole machine: timers that are due fire, and then whatever was in the middle of something goes on.</summary>
    public void Resume()
    {
        Time.Resume();
        IsPaused = false;
    }

    public int LogCount(int id) => Log.Count(record => record.Id.Id == id);

    public void Dispose()
    {
        _connection.Dispose();
        _stop.Dispose();
    }

    private async Task BeginAsync(LeaderTerm term, CancellationToken cancellationToken)
    {
        (Inside, _term) = (term, cancellationToken);
        Terms.Add(term);
        try
        {
            await Lead(term, cancellationToken);
        }
        finally
        {
            Inside = null;
        }
    }

    private async Task WorkAsync(LeaderTerm term, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        await Task.Delay(Timeout.InfiniteTimeSpan, Time, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await Task.Delay(Drain, Time, CancellationToken.None);
    }
}
