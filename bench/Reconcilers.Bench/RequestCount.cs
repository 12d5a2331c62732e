using System.Diagnostics.Metrics;

namespace KubeController.Reconcilers.Bench;

/// <summary>How many requests this process has sent, by the client's own meter: lists, watches and retries included.</summary>
internal sealed class RequestCount : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _requests;

    public RequestCount()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Name == "kubecontroller.client.requests")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref _requests, count));
        _listener.Start();
    }

    public long Value => Interlocked.Read(ref _requests);

    public void Dispose() => _listener.Dispose();
}
