using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace KubeController.Informers.Tests.Support;

/// <summary>Reads what is measured, as a collector of metrics does.</summary>
internal sealed class Figures(OneMeterFactory factory)
{
    /// <summary>Describes the present measurements of an instrument, ordered: <c>name=value reason=expired:1</c>.</summary>
    public string Read<T>(string instrument)
        where T : struct
    {
        using var collector = new MetricCollector<T>(factory, "KubeController.Informers", $"kubecontroller.informer.{instrument}");
        collector.RecordObservableInstruments();
        return string.Join(", ", collector.GetMeasurementSnapshot()
            .Select(one => $"{string.Join(' ', one.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"))}:{one.Value}")
            .Order(StringComparer.Ordinal));
    }
}
