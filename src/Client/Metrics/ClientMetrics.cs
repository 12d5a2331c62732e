using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using KubeController.Client.Http;

namespace KubeController.Client.Metrics;

/// <summary>Counts and times requests: of no cost but a comparison while nobody listens. The names are documented in the package's README.</summary>
internal sealed class ClientMetrics : IDisposable
{
    public const string MeterName = "KubeController.Client";

    private readonly Meter _meter;
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _retries;
    private readonly TimeProvider _timeProvider;

    public ClientMetrics(IMeterFactory? factory, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _meter = factory?.Create(new MeterOptions(MeterName)) ?? new(MeterName);
        _requests = _meter.CreateCounter<long>("kubecontroller.client.requests", "{request}", "Requests sent, each attempt of a call for itself.");
        _duration = _meter.CreateHistogram<double>(
            "kubecontroller.client.request.duration",
            "s",
            "Time from sending a request to the headers of its answer.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] });
        _retries = _meter.CreateCounter<long>("kubecontroller.client.request.retries", "{request}", "Requests repeated, by what the attempt before failed with.");
    }

    /// <summary>Returns when a request begins, if somebody wants to know.</summary>
    public long? Begin() => _duration.Enabled ? _timeProvider.GetTimestamp() : null;

    public void Answered(ApiRequest request, long? startedAt, HttpResponseMessage response)
    {
        if (_requests.Enabled || _duration.Enabled)
        {
            var tags = TagsOf(request);
            tags.Add("http.response.status_code", (int)response.StatusCode);
            Record(tags, startedAt);
        }
    }

    public void Failed(ApiRequest request, long? startedAt, Exception error)
    {
        if (_requests.Enabled || _duration.Enabled)
        {
            var tags = TagsOf(request);
            tags.Add("error.type", KindOf(error));
            Record(tags, startedAt);
        }
    }

    public void Retried(ApiRequest request, Exception error)
    {
        if (_retries.Enabled)
        {
            var tags = TagsOf(request);
            tags.Add("error.type", KindOf(error));
            _retries.Add(1, tags);
        }
    }

    /// <summary>A meter of a factory is the factory's, and disposing it does nothing.</summary>
    public void Dispose() => _meter.Dispose();

    /// <summary>Verb and resource are the first two words of what is asked; names of objects, of which there are many, are none of them.</summary>
    private static TagList TagsOf(ApiRequest request)
    {
        var words = request.Description.Split(' ', 3);
        return new() { { "k8s.request.verb", words[0] }, { "k8s.request.resource", words[1] } };
    }

    private static string KindOf(Exception error) => error switch
    {
        ApiException answer => ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture),
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var kind } => KindOf(kind),
        OperationCanceledException => "cancelled",
        _ => error.GetType().Name,
    };

    /// <summary>The words of .NET's own http.client.request.duration.</summary>
    private static string KindOf(HttpRequestError kind) => kind switch
    {
        HttpRequestError.NameResolutionError => "name_resolution_error",
        HttpRequestError.ConnectionError => "connection_error",
        HttpRequestError.SecureConnectionError => "secure_connection_error",
        HttpRequestError.HttpProtocolError => "http_protocol_error",
        HttpRequestError.VersionNegotiationError => "version_negotiation_error",
        HttpRequestError.ProxyTunnelError => "proxy_tunnel_error",
        HttpRequestError.InvalidResponse => "invalid_response",
        HttpRequestError.ResponseEnded => "response_ended",
        _ => "other",
    };

    private void Record(in TagList tags, long? startedAt)
    {
        _requests.Add(1, tags);
        if (startedAt is { } at)
        {
            _duration.Record(_timeProvider.GetElapsedTime(at).TotalSeconds, tags);
        }
    }
}
