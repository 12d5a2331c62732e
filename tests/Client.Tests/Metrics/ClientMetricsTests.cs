using System.Diagnostics.Metrics;
using System.Net;
using k8s.Models;
using KubeController.Client.Tests.Scripts;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Client.Tests.Metrics;

[CancelAfter(20_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ClientMetricsTests
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public async Task Send_AnsweredAndRetried_IsCountedAndTimedByVerbResourceAndCode(CancellationToken cancellationToken)
    {
        using var factory = new OneMeterFactory();
        using var requests = new MetricCollector<long>(factory, "KubeController.Client", "kubecontroller.client.requests");
        using var retries = new MetricCollector<long>(factory, "KubeController.Client", "kubecontroller.client.request.retries");
        using var durations = new MetricCollector<double>(factory, "KubeController.Client", "kubecontroller.client.request.duration");
        var handler = new ScriptedHandler()
            .Then(HttpStatusCode.ServiceUnavailable, "", "text/plain")
            .ThenThrow(new HttpRequestException(HttpRequestError.ConnectionError, "no"))
            .Then((_, _) =>
            {
                _time.Advance(TimeSpan.FromSeconds(2));
                return Task.FromResult(ScriptedHandler.Answer(HttpStatusCode.OK, Bodies.ConfigMap("x")));
            });
        using var connection = new ApiConnection(Connect.Server, handler, new() { TimeProvider = _time, Random = () => 0.5, MeterFactory = factory });
        var run = new ResourceClient(connection).PatchStatusAsync<V1ConfigMap>(new("default", "x"), new MergePatch(), cancellationToken);
        await _time.RunAsync(run, cancellationToken);

        Assert.That(requests.GetMeasurementSnapshot().Select(one => Describe(one.Tags)), Is.EqualTo(new[]
        {
            "http.response.status_code=503 k8s.request.resource=configmaps/status k8s.request.verb=patch",
            "error.type=connection_error k8s.request.resource=configmaps/status k8s.request.verb=patch",
            "http.response.status_code=200 k8s.request.resource=configmaps/status k8s.request.verb=patch",
        }));
        Assert.That(retries.GetMeasurementSnapshot().Select(one => one.Tags["error.type"]), Is.EqualTo(new[] { "503", "connection_error" }));
        Assert.That(durations.LastMeasurement!.Value, Is.EqualTo(2));
        Assert.That(durations.GetMeasurementSnapshot(), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Send_NobodyListens_AsksNoClock(CancellationToken cancellationToken)
    {
        var metrics = new Client.Metrics.ClientMetrics(null, _time);
        Assert.That(metrics.Begin(), Is.Null);
        await Connect.Client(new ScriptedHandler().Then(HttpStatusCode.OK, Bodies.ConfigMap("x")), _time).GetAsync<V1ConfigMap>(new("default", "x"), cancellationToken);
        metrics.Dispose();
    }

    private static string Describe(IReadOnlyDictionary<string, object?> tags) =>
        string.Join(' ', tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"));

    private sealed class OneMeterFactory : IMeterFactory
    {
        private readonly List<Meter> _meters = [];

        public Meter Create(MeterOptions options)
        {
            options.Scope = this;
            var meter = new Meter(options);
            _meters.Add(meter);
            return meter;
        }

        public void Dispose() => _meters.ForEach(meter => meter.Dispose());
    }
}
