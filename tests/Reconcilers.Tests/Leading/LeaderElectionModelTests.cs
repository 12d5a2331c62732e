using System.Text.Json.Nodes;

namespace KubeController.Reconcilers.Tests.Leading;

/// <summary>
/// Random histories of three replicas behind bad networks, whose processes are paused and stopped: never two that may act, no act under a token that another has
/// surpassed, tokens that grow, and somebody who leads when all is well again.
/// </summary>
[CancelAfter(120_000)]
public sealed class LeaderElectionModelTests
{
    private static readonly int[] Refusals = [401, 403, 409, 500];

    private readonly List<long> _tokens = [];
    private Simulation _simulation = null!;
    private Random _random = null!;
    private bool _isFaulty;
    private long _committed;
    private int _acts;

    [Test]
    public async Task Election_AnyHistory_OneLeadsAtATimeAndSomebodyInTheEnd([Range(1, 100)] int seed)
    {
        (_random, _isFaulty, _committed, _acts) = (new(seed), true, 0, 0);
        _tokens.Clear();
        await using var simulation = _simulation = await Simulation.StartAsync(seed);
        foreach (var name in (string[])["a", "b", "c"])
        {
            Add(name);
        }

        simulation.Invariant = Check;
        for (var step = 0; step < 60; step++)
        {
            simulation.RunFor(TimeSpan.FromSeconds(_random.NextDouble() * 6));
            Disturb();
        }

        _isFaulty = false;
        foreach (var replica in simulation.Replicas.Where(replica => replica.IsPaused))
        {
            replica.Resume();
        }

        if (simulation.Replicas.All(replica => replica.Stopping.IsCancellationRequested))
        {
            Add("last");
        }

        // What is under way may still go wrong; then a lease that a lost write took may have to expire.
        simulation.RunFor(TimeSpan.FromSeconds(40));
        simulation.RunUntil(() => simulation.Replicas.Any(replica => replica.IsActing), TimeSpan.FromSeconds(20));
        var leader = simulation.Replicas.Single(replica => replica.IsActing);
        var term = leader.Inside;
        simulation.RunFor(TimeSpan.FromMinutes(2));
        Assert.That(leader.Inside, Is.SameAs(term), "Where nothing is wrong, nothing changes.");
        Assert.That(_tokens, Is.Ordered.Ascending.And.Unique);
        Assert.That(_acts, Is.Positive);
        simulation.Invariant = static () => { };
    }

    private void Add(string name)
    {
        var seed = _random.Next();
        var chance = new Random(seed);
        var replica = _simulation.Add(name, random: chance.NextDouble);
        replica.Drain = TimeSpan.FromSeconds(_random.Next(3) == 0 ? _random.Next(30) : 0);
        replica.Link.Faults = Draw;
        replica.Link.Committed = lease => Commit(replica, lease);
        replica.Lead = (term, cancellationToken) => WorkAsync(replica, term, cancellationToken);
        replica.Run();
    }

    /// <summary>Acts ten times a second while it leads: by its token alone, as most work does.</summary>
    private async Task WorkAsync(Replica replica, LeaderTerm term, CancellationToken cancellationToken)
    {
        _tokens.Add(term.FencingToken);
        TimeSpan? end = null;
        while (!cancellationToken.IsCancellationRequested && !(end < _simulation.Time.Elapsed))
        {
            _acts++;
            Assert.That(term.FencingToken, Is.EqualTo(_committed), $"{replica.Name} acts in a term that is over.");
            end ??= replica.Stopping.IsCancellationRequested ? _simulation.Time.Elapsed + replica.Drain : null;
            await Task.Delay(TimeSpan.FromMilliseconds(100), replica.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private void Commit(Replica replica, JsonNode lease)
    {
        var token = (long)lease["spec"]!["leaseTransitions"]!;
        Assert.That(token, Is.GreaterThanOrEqualTo(_committed), $"{replica.Name} writes in a term that another has surpassed.");
        if (token > _committed)
        {
            _committed = token;
            Assert.That(_simulation.Replicas.Where(other => other.IsActing || other.Elector.IsLeader).Select(other => other.Name), Is.Empty, $"{replica.Name} takes over while another leads.");
        }
    }

    private void Check()
    {
        Assert.That(_simulation.Replicas.Count(replica => replica.IsActing), Is.LessThan(2));
        Assert.That(_simulation.Replicas.Count(replica => replica.Elector.IsLeader), Is.LessThan(2), "Also of those that are paused.");
    }

    private LinkFault Draw(HttpRequestMessage request)
    {
        if (!_isFaulty)
        {
            return new();
        }

        var slow = TimeSpan.FromSeconds(_random.NextDouble() * (_random.Next(4) == 0 ? 20 : 0.2));
        var fault = new LinkFault { Before = slow * _random.NextDouble(), After = slow * _random.NextDouble(), Outlives = _random.Next(2) == 0 };
        return _random.Next(10) switch
        {
            0 => fault with { Refused = true },
            1 => fault with { RequestLost = true },
            2 => fault with { AnswerLost = true },
            3 => fault with { Status = Refusals[_random.Next(Refusals.Length)] },
            _ => fault,
        };
    }

    private void Disturb()
    {
        var replica = _simulation.Replicas[_random.Next(_simulation.Replicas.Count)];
        switch (_random.Next(12))
        {
            case 0 or 1 or 2:
                replica.Pause();
                break;
            case 3 or 4 or 5 when replica.IsPaused:
                replica.Resume();
                break;
            case 6:
                replica.Link.CutWatches();
                break;
            case 7:
                replica.Link.SilenceWatches();
                break;
            case 8 when _simulation.Replicas.Count < 8:
                replica.Stop();
                Add($"r{_simulation.Replicas.Count}");
                break;
        }
    }
}
