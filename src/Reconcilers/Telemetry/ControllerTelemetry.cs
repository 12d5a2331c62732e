using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using KubeController.Client;
using KubeController.Reconcilers.Running;
using Microsoft.Extensions.Logging;

namespace KubeController.Reconcilers.Telemetry;

/// <summary>What one controller tells of itself: logs, metrics, traces. Costs next to nothing where nobody listens.</summary>
internal sealed class ControllerTelemetry : IDisposable
{
    private static readonly string[] KindNames = [.. Enum.GetNames<ReconcileCauseKind>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    private readonly ReconcilerInstruments? _instruments;
    private readonly ActivitySource _traces;
    private int _active;

    public ControllerTelemetry(string controller, ILogger logger, IMeterFactory? meterFactory, ActivitySource traces)
    {
        (Controller, Logger, _traces, NameTag) = (controller, logger, traces, new("controller", controller));
        _instruments = meterFactory is null ? null : ReconcilerInstruments.Of(meterFactory);
        _instruments?.Register(this);
    }

    public string Controller { get; }

    public ILogger Logger { get; }

    public KeyValuePair<string, object?> NameTag { get; }

    public int ActiveWorkers => Volatile.Read(ref _active);

    public int Workers { get; set; }

    public void Changed(string source, ReconcileCauseKind kind)
    {
        if (_instruments is { Changes.Enabled: true })
        {
            _instruments.Changes.Add(1, NameTag, new("source", source), new("kind", NameOf(kind)));
        }
    }

    public void Dropped(string source, string predicate) => _instruments?.Drops.Add(1, NameTag, new("source", source), new("predicate", predicate));

    public void Woke(string source) => _instruments?.Wakes.Add(1, NameTag, new KeyValuePair<string, object?>("source", source));

    /// <summary>The trace in which something happened: the one at hand or, if somebody listens, one of its own, over as soon as it has begun.</summary>
    public ActivityContext TraceOf(ReconcileCauseKind kind, string source, NamespacedName key)
    {
        if (Activity.Current is { } current)
        {
            return current.Context;
        }

        using var activity = _traces.HasListeners() ? _traces.StartActivity($"{NameOf(kind)} {source}", ActivityKind.Consumer) : null;
        activity?.SetTag("k8s.object", key.ToString());
        return activity?.Context ?? default;
    }

    /// <summary>Begins the trace of a reconcile, with a link to that of each cause.</summary>
    public Activity? Begin(in ReconcileRequest request)
    {
        Interlocked.Increment(ref _active);
        if (!_traces.HasListeners())
        {
            return null;
        }

        var links = request.Causes.Where(cause => cause.Trace != default)
            .Select(cause => new ActivityLink(cause.Trace, new() { ["cause"] = cause.ToString() })).ToList();
        var activity = _traces.CreateActivity($"reconcile {Controller}", ActivityKind.Consumer, parentContext: default, tags: null, links);
        activity?.SetTag("controller", Controller);
        activity?.SetTag("k8s.object", request.Key.ToString());
        activity?.SetTag("attempt", request.Attempt);
        activity?.SetTag("causes", string.Join("; ", request.Causes));
        return activity?.Start();
    }

    public void End(Activity? activity, in ReconcileEnd end, ReconcileCauseKind? requeued, TimeSpan duration, TimeSpan? latency)
    {
        Interlocked.Decrement(ref _active);
        activity?.SetTag("outcome", end.Result);
        activity?.SetStatus(end.Error is null ? ActivityStatusCode.Ok : ActivityStatusCode.Error, end.Error?.Message);
        activity?.SetTag("error.type", end.Error?.GetType().FullName);
        activity?.Dispose();
        if (_instruments is null)
        {
            return;
        }

        Count(_instruments, end, requeued);
        _instruments.Duration.Record(duration.TotalSeconds, NameTag, new KeyValuePair<string, object?>("result", end.Result));
        if (latency is { } total)
        {
            _instruments.Latency.Record(total.TotalSeconds, NameTag);
        }
    }

    public void Dispose() => _instruments?.Unregister(this);

    private static string NameOf(ReconcileCauseKind kind) => KindNames[(int)kind];

    private void Count(ReconcilerInstruments instruments, in ReconcileEnd end, ReconcileCauseKind? requeued)
    {
        if (end.Error is { } error)
        {
            instruments.Reconciles.Add(1, NameTag, new("result", end.Result), new("error.type", error.GetType().Name));
        }
        else
        {
            instruments.Reconciles.Add(1, NameTag, new KeyValuePair<string, object?>("result", end.Result));
        }

        if (end.IsTerminal)
        {
            instruments.TerminalErrors.Add(1, NameTag);
        }

        if (end.IsTimeout)
        {
            instruments.Timeouts.Add(1, NameTag);
        }

        if (requeued is { } reason)
        {
            instruments.Requeues.Add(1, NameTag, new KeyValuePair<string, object?>("reason", NameOf(reason)));
        }
    }
}
