using System.Diagnostics.Metrics;

namespace KubeController.Informers.Tests.Support;

/// <summary>A meter factory whose meters only its own listeners hear; it counts them.</summary>
internal sealed class OneMeterFactory : IMeterFactory
{
    private readonly List<Meter> _meters = [];

    public int Created => _meters.Count;

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(new MeterOptions(options.Name) { Scope = this });
        _meters.Add(meter);
        return meter;
    }

    public void Dispose() => _meters.ForEach(meter => meter.Dispose());
}
