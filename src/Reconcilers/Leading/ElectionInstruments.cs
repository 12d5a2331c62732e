using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace KubeController.Reconcilers.Leading;

/// <summary>The instruments of all electors of one meter factory: made once. The first two are client-go's.</summary>
internal sealed class ElectionInstruments
{
    public const string MeterName = "KubeController.Reconcilers";

    private static readonly ConditionalWeakTable<IMeterFactory, ElectionInstruments> Instances = [];

    private ImmutableList<ElectionMeter> _electors = [];

    private ElectionInstruments(IMeterFactory factory)
    {
        var meter = factory.Create(MeterName);
        meter.CreateObservableGauge(
            "kubecontroller.leader_election.master_status", () => Measure(figures => figures.IsLeader ? 1 : 0), "1", "Whether this replica leads: 1 or 0.");
        meter.CreateObservableCounter(
            "kubecontroller.leader_election.slowpath", () => Measure(figures => figures.SlowPaths), "{renewal}", "Renewals that had to read the lease first.");
        meter.CreateObservableCounter("kubecontroller.leader_election.terms", () => Measure(figures => figures.Terms), "{term}", "How often this replica began to lead.");
        meter.CreateObservableCounter(
            "kubecontroller.leader_election.failures", () => Measure(figures => figures.Failures), "{attempt}", "Attempts to acquire, renew or release that failed.");
    }

    public static ElectionInstruments Of(IMeterFactory factory) => Instances.GetValue(factory, static made => new(made));

    public void Register(ElectionMeter elector) => ImmutableInterlocked.Update(ref _electors, static (electors, added) => electors.Add(added), elector);

    public void Unregister(ElectionMeter elector) => ImmutableInterlocked.Update(ref _electors, static (electors, gone) => electors.Remove(gone), elector);

    private IEnumerable<Measurement<T>> Measure<T>(Func<ElectionFigures, T> figure)
        where T : struct => _electors.Select(elector => new Measurement<T>(figure(elector.Read()), elector.NameTag));
}
