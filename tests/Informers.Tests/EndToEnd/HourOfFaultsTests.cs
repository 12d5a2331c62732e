using k8s.Models;
using KubeController.Client;
using KubeController.Informers.Tests.Support;
using KubeController.Testing;

namespace KubeController.Informers.Tests.EndToEnd;

/// <summary>
/// An hour of virtual time in which the watch is cut, stalled, garbled, expired, throttled, forbidden and broken in turn, in an order drawn by the seed, while objects change:
/// in the end store and subscriber hold what the server holds. Streamed lists and lists in pages.
/// </summary>
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HourOfFaultsTests : IDisposable
{
    private static readonly TimeSpan PhaseLength = TimeSpan.FromMinutes(8);

    private readonly TestTime _time = new();
    private Func<ApiRequestInfo, Fault?> _fault = _ => null;
    private Task<TimeSpan>? _delay;
    private Random _random = new();
    private ApiServer _server = null!;
    private ResourceClient _client = null!;
    private Saboteur _saboteur = null!;
    private int _marks;

    public void Dispose()
    {
        _delay?.ContinueWith(static ended => ended.Exception, TaskScheduler.Default);
        _saboteur?.Dispose();
    }

    [Test]
    public async Task Run_AnHourOfFaults_EndsEqualToTheServer([Range(1, 24)] int seed, CancellationToken cancellationToken)
    {
        _random = new(seed);
        await using var server = _server = await ApiServer.StartAsync(
            new() { Listen = false, TimeProvider = _time.Quiet, Seed = seed, Faults = request => _fault(request) }, cancellationToken);
        using var writes = new ApiConnection(server.Url, server.CreateHandler());
        _client = new(writes);
        _saboteur = new(server.CreateHandler());
        using var connection = new ApiConnection(server.Url, _saboteur, new() { MaxRetries = 0 });
        var informer = new Informer<V1ConfigMap>(
            new ListWatch<V1ConfigMap>(connection, options: new() { PageSize = 3 }),
            new() { TimeProvider = _time, Random = _random.NextDouble, StreamingLists = seed % 3 != 0 });
        var view = new View(informer);
        await using var running = new Running(informer.RunAsync);
        await FollowAsync(view, cancellationToken);

        var began = _time.GetUtcNow();
        var phases = new (string Name, Func<CancellationToken, Task> RunAsync)[]
        {
            ("cut", CutAsync), ("stalled", StallAsync), ("garbled", GarbleAsync), ("expired", ExpireAsync),
            ("throttled", token => RefuseAsync(429, token)), ("forbidden", token => RefuseAsync(403, token)),
            ("broken", token => RefuseAsync(500, token)), ("unavailable", token => RefuseAsync(503, token)),
        };
        _random.Shuffle(phases);
        await TestContext.Out.WriteLineAsync($"seed {seed}: {string.Join(", ", phases.Select(phase => phase.Name))}");
        foreach (var phase in phases)
        {
            var end = _time.GetUtcNow() + PhaseLength;
            await phase.RunAsync(cancellationToken);
            await ChangeSomethingAsync(cancellationToken);
            await FollowAsync(view, cancellationToken);
            while (_time.GetUtcNow() < end)
            {
                _time.Advance(TimeSpan.FromSeconds(20));
                await ChangeSomethingAsync(cancellationToken);
            }

            await FollowAsync(view, cancellationToken);
        }

        var listed = await _client.ListAsync<V1ConfigMap>(cancellationToken: cancellationToken);
        Assert.That(_time.GetUtcNow() - began, Is.GreaterThanOrEqualTo(TimeSpan.FromHours(1)));
        Assert.That(Describe(informer.Store.List()), Is.EqualTo(Describe(listed)));
        Assert.That(view.Content, Is.EqualTo(Describe(listed)));
        Assert.That(view.Faults, Is.Empty);
        Assert.That(informer.State.CompletedLists.GetValueOrDefault(ListReason.Expired), Is.Positive);
        Assert.That(informer.State, Has.Property("Fallbacks").Zero.And.Property("Restarts").GreaterThan(5).And.Property("Failures").GreaterThan(5));
    }

    private Task CutAsync(CancellationToken cancellationToken)
    {
        _server.CutWatches(abruptly: true);
        return Task.CompletedTask;
    }

    private async Task StallAsync(CancellationToken cancellationToken)
    {
        var met = _saboteur.StallNext();
        _server.CutWatches();
        await UntilAsync(met, cancellationToken);
        await ChangeSomethingAsync(cancellationToken);
        // Longer than any watch may be silent.
        _time.Advance(TimeSpan.FromMinutes(11));
    }

    private async Task GarbleAsync(CancellationToken cancellationToken)
    {
        var met = _saboteur.GarbleNext();
        _server.CutWatches();
        await UntilAsync(met, cancellationToken);
    }

    // What is written while the informer waits is compacted away before it watches on.
    private async Task ExpireAsync(CancellationToken cancellationToken)
    {
        await RefuseAsync(429, cancellationToken, times: 1);
        await _client.CreateAsync(Maps.New("compacted"), cancellationToken);
        _server.Compact();
    }

    private async Task RefuseAsync(int code, CancellationToken cancellationToken, int? times = null)
    {
        var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = times ?? _random.Next(2, 5);
        _fault = request =>
        {
            if (request.Verb is not ("watch" or "list") || Interlocked.Decrement(ref left) < 0)
            {
                return null;
            }

            if (Volatile.Read(ref left) == 0)
            {
                met.TrySetResult();
            }

            return new() { StatusCode = code, RetryAfter = code == 429 ? TimeSpan.FromSeconds(7) : null };
        };
        _server.CutWatches(abruptly: _random.Next(2) == 0);
        await UntilAsync(met.Task, cancellationToken);
    }

    private async Task ChangeSomethingAsync(CancellationToken cancellationToken)
    {
        for (var writes = _random.Next(1, 6); writes > 0; writes--)
        {
            var key = new NamespacedName("default", $"k{_random.Next(9)}");
            try
            {
                await (_random.Next(3) switch
                {
                    0 => _client.DeleteAsync<V1ConfigMap>(key, cancellationToken: cancellationToken),
                    1 => _client.PatchAsync<V1ConfigMap>(key, new MergePatch().Label("n", $"{_random.Next(1000)}"), cancellationToken),
                    _ => (Task)_client.CreateAsync(Maps.New(key.Name), cancellationToken),
                });
            }
            catch (ApiException error) when (error is NotFoundException or AlreadyExistsException)
            {
                // Chance asked for what cannot be done.
            }
        }
    }

    // Whatever the informer is at: in the end it tells of an object that is written now.
    private async Task FollowAsync(View view, CancellationToken cancellationToken)
    {
        var mark = $"mark{_marks++}";
        await _client.CreateAsync(Maps.New(mark), cancellationToken);
        await UntilAsync(view.SeenAsync(mark), cancellationToken);
    }

    /// <summary>Lets the delays of the informer pass until something is true.</summary>
    private async Task UntilAsync(Task fact, CancellationToken cancellationToken)
    {
        while (!fact.IsCompleted)
        {
            _delay ??= _time.NextDelayAsync(cancellationToken);
            if (await Task.WhenAny(_delay, fact.WaitAsync(cancellationToken)) == _delay)
            {
                _time.Advance(await _delay);
                _delay = null;
            }
        }
    }

    private static string Describe(IEnumerable<V1ConfigMap> maps) =>
        string.Join(' ', maps.Select(item => $"{item.Metadata.Name}@{item.Metadata.ResourceVersion}").Order(StringComparer.Ordinal));
}
