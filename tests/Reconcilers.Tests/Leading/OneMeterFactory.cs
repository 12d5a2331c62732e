using System.Diagnostics.Metrics;

namespace KubeController.Reconcilers.Tests.Leading;

/// <summary>A meter factory whose meters only its own listeners hear.</summary>
internal sealed class OneMeterFactory : IMeterFactory
{
    private readonly List<Meter> _meters = [];

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(new MeterOptions(options.Name) { Scope = this });
        _meters.Add(meter);
        return meter;
    }

    public void Dispose() => _meters.ForEach(static meter => meter.Dispose());
}
