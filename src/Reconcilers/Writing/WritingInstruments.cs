using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace KubeController.Reconcilers.Writing;

/// <summary>What is counted of what reconcilers write with: made once a meter factory. The names are documented in the package's README.</summary>
internal sealed class WritingInstruments
{
    public const string MeterName = "KubeController.Reconcilers";

    private static readonly ConditionalWeakTable<IMeterFactory, WritingInstruments> Instances = [];

    private WritingInstruments(IMeterFactory factory)
    {
        var meter = factory.Create(new MeterOptions(MeterName));
        EventsSent = meter.CreateCounter<long>("kubecontroller.events.sent", "{event}", "Events, and counts of their repetitions, that were sent.");
        EventsLost = meter.CreateCounter<long>("kubecontroller.events.lost", "{event}", "Events that were not sent, by cause.");
        ExpectationsLapsed = meter.CreateCounter<long>("kubecontroller.expectations.lapsed", "{expectation}", "Expectations that were not fulfilled in time.");
    }

    public Counter<long> EventsSent { get; }

    public Counter<long> EventsLost { get; }

    public Counter<long> ExpectationsLapsed { get; }

    public static WritingInstruments Of(IMeterFactory factory) => Instances.GetValue(factory, static made => new(made));
}
