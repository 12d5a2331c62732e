using System.Globalization;
using System.Text.Json.Nodes;
using k8s.Models;
using KubeController.Client;
using KubeController.Testing;

namespace KubeController.Reconcilers.Tests.Leading;

/// <summary>An API server and replicas in virtual time, on one thread: the same seed is the same history.</summary>
internal sealed class Simulation : IAsyncDisposable
{
    private const int MostSteps = 5_000_000;

    private readonly List<Replica> _replicas = [];
    private readonly ApiConnection _connection;
    private long _version;

    private Simulation(ApiServer server, SimulatedTime time)
    {
        (Server, Time) = (server, time);
        _connection = new(server.Url, server.CreateHandler());
        Client = new(_connection);
    }

    public SimulatedTime Time { get; }

    public SimulatedScheduler Network { get; } = new();

    public ApiServer Server { get; }

    /// <summary>Gets a client outside of the simulation, without faults.</summary>
    public ResourceClient Client { get; }

    public IReadOnlyList<Replica> Replicas => _replicas;

    /// <summary>Gets or sets what is checked after each moment.</summary>
    public Action Invariant { get; set; } = static () => { };

    public static async Task<Simulation> StartAsync(int seed = 1)
    {
        var time = new SimulatedTime();
        return new(await ApiServer.StartAsync(new() { Listen = false, TimeProvider = time, Seed = seed, GarbageCollection = false }), time);
    }

    public Replica Add(string name, Action<LeaderElectionOptions>? configure = null, Func<double>? random = null, OneMeterFactory? meters = null)
    {
        _replicas.Add(new(this, name, random ?? (static () => 0), configure, meters));
        return _replicas[^1];
    }

    /// <summary>Returns the lease, as it is on the server; <see langword="null"/> if there is none.</summary>
    public async Task<V1Lease?> LeaseAsync()
    {
        try
        {
            return await Client.GetAsync<V1Lease>(new("default", "op"));
        }
        catch (NotFoundException)
        {
            return null;
        }
    }

    /// <summary>Changes the lease as somebody else would, or creates it.</summary>
    public async Task ChangeLeaseAsync(Action<V1Lease> change)
    {
        if (await LeaseAsync() is { } lease)
        {
            change(lease);
            Written(await Client.ReplaceAsync(lease));
            return;
        }

        lease = new() { Metadata = new() { Name = "op", NamespaceProperty = "default" }, Spec = new() };
        change(lease);
        Written(await Client.CreateAsync(lease));
    }

    public async Task DeleteLeaseAsync()
    {
        await Client.DeleteAsync<V1Lease>(new("default", "op"));
        _version = 0;       // a watch that begins now has nothing to tell
    }

    /// <summary>Takes note of a version of the lease that watches shall tell of.</summary>
    public void Written(JsonNode lease) => _version = long.Parse((string)lease["metadata"]!["resourceVersion"]!, CultureInfo.InvariantCulture);

    /// <summary>Lets time pass.</summary>
    public void RunFor(TimeSpan time)
    {
        var end = Time.Elapsed + time;
        Run(() => false, end);
    }

    /// <summary>Lets time pass until something is the case.</summary>
    /// <returns>How long that took.</returns>
    public TimeSpan RunUntil(Func<bool> fact, TimeSpan? limit = null)
    {
        var began = Time.Elapsed;
        Run(fact, began + (limit ?? TimeSpan.FromMinutes(2)));
        Assert.That(fact(), Is.True, $"It was not so within {limit ?? TimeSpan.FromMinutes(2)}.");
        return Time.Elapsed - began;
    }

    /// <summary>Runs what is ready, without any time passing.</summary>
    public void Settle()
    {
        bool any;
        var turns = 0;
        do
        {
            Assert.That(turns++, Is.LessThan(MostSteps), "A watch of the server does not tell what was written.");
            // The server wakes its watches by way of the pool: a moment has passed when they have told of it.
            any = Network.RunReady() || IsWatchBehind();
            foreach (var replica in _replicas)
            {
                any |= !replica.IsPaused && replica.Scheduler.RunReady();
            }
        }
        while (any);
        Invariant();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            replica.Link.Faults = static _ => new();
            if (replica.IsPaused)
            {
                replica.Resume();
            }

            replica.Stop();
        }

        RunUntil(() => _replicas.TrueForAll(static replica => replica.Running.IsCompleted), TimeSpan.FromMinutes(10));
        _replicas.ForEach(static replica => replica.Dispose());
        _connection.Dispose();
        await Server.DisposeAsync();
    }

    private void Written(V1Lease lease) => _version = long.Parse(lease.Metadata.ResourceVersion, CultureInfo.InvariantCulture);

    private bool IsWatchBehind()
    {
        Thread.Yield();
        return _replicas.Exists(replica => replica.Link.IsBehind(_version));
    }

    private void Run(Func<bool> fact, TimeSpan end)
    {
        Settle();
        for (var steps = 0; !fact() && Time.Elapsed < end; steps++)
        {
            Assert.That(steps, Is.LessThan(MostSteps), "Time does not pass: something goes round and round.");
            Time.Next(end);
            Settle();
        }
    }
}
