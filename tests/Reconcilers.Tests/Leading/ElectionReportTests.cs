using KubeController.Client;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace KubeController.Reconcilers.Tests.Leading;

/// <summary>What an elector tells of itself.</summary>
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ElectionReportTests
{
    private Simulation _simulation = null!;

    [SetUp]
    public async Task StartAsync() => _simulation = await Simulation.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _simulation.DisposeAsync();

    [Test]
    public void LastError_ForbiddenThenUnauthorizedThenWell_ToldAsStateAndOnceEach()
    {
        var a = _simulation.Add("a");
        a.Link.Faults = _ => new() { Status = 403 };
        a.Run();
        _simulation.RunFor(TimeSpan.FromMinutes(1));
        Assert.That(a.Elector.LastError, Is.TypeOf<ForbiddenException>());
        Assert.That(a.LogCount(336), Is.EqualTo(1));
        Assert.That(a.Link.Requests.Count(request => request == "GET 403"), Is.EqualTo(30), "It goes on trying.");

        a.Link.Faults = _ => new() { Status = 401 };
        _simulation.RunFor(TimeSpan.FromMinutes(1));
        Assert.That(a.Elector.LastError, Is.TypeOf<UnauthorizedException>());
        Assert.That(a.LogCount(336), Is.EqualTo(2));

        a.Link.Faults = _ => new();
        _simulation.RunUntil(() => a.IsActing, TimeSpan.FromSeconds(3));
        Assert.That((a.Elector.LastError, a.LogCount(338)), Is.EqualTo(((Exception?)null, 1)));
    }

    [Test]
    public void LastError_ServerHangs_SaysSo()
    {
        var a = _simulation.Add("a");
        a.Link.Faults = _ => new() { Before = TimeSpan.FromHours(1) };
        a.Run();
        _simulation.RunFor(TimeSpan.FromSeconds(6));
        Assert.That(a.Elector.LastError, Is.TypeOf<TimeoutException>().With.Message.EqualTo(
            "The server did not answer within 00:00:05, which is half of RenewDeadline. Check that it is reachable."));
    }

    [Test]
    public void Metrics_LeaderAndStandby_ToldByName()
    {
        using var meters = new OneMeterFactory();
        var a = _simulation.Add("a", meters: meters).Run();
        _simulation.RunUntil(() => a.Inside is not null);
        Assert.That((Read("master_status"), ReadCount("terms"), ReadCount("slowpath"), ReadCount("failures")), Is.EqualTo(("default/op:1", "default/op:1", "default/op:0", "default/op:0")));
        a.Link.Faults = _ => new() { Status = 409 };
        _simulation.RunFor(TimeSpan.FromSeconds(11));
        Assert.That((Read("master_status"), ReadCount("slowpath")), Is.EqualTo(("default/op:0", "default/op:4")));
        a.Stop();
        a.Link.Faults = _ => new();
        _simulation.RunUntil(() => a.Running.IsCompleted);
        Assert.That(Read("master_status"), Is.Empty, "It does not run any more.");

        string Read(string name) => Collect<int>(name);
        string ReadCount(string name) => Collect<long>(name);
        string Collect<T>(string name)
            where T : struct
        {
            using var collector = new MetricCollector<T>(meters, "KubeController.Reconcilers", $"kubecontroller.leader_election.{name}");
            collector.RecordObservableInstruments();
            return string.Join(' ', collector.GetMeasurementSnapshot().Select(one => $"{one.Tags["name"]}:{one.Value}"));
        }
    }

    [Test]
    public void Log_ALife_OneLineEachTurn()
    {
        var a = _simulation.Add("a").Run();
        _simulation.RunUntil(() => a.Inside is not null);
        _simulation.RunFor(TimeSpan.FromMinutes(1));
        a.Stop();
        _simulation.RunUntil(() => a.Running.IsCompleted);
        Assert.That(a.Log.Select(record => record.Message), Is.EqualTo(new[]
        {
            "a stands for election by lease default/op.", "a leads by lease default/op, with fencing token 1.", "a has released lease default/op.",
        }));
    }
}
