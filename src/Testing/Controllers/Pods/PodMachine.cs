using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeController.Testing.Controllers.Pods;

/// <summary>The life of one pod: to its node, through its containers, to its end. Pure: the caller brings the time and writes what comes out.</summary>
internal sealed class PodMachine
{
    private readonly PodScript _script;
    private readonly PodRunnerOptions _options;
    private readonly string _restartPolicy;
    private DateTimeOffset? _stageDue;
    // What Advance has still to hand out.
    private bool _bind;
    private bool _isChanged;
    private bool _remove;
    private DateTimeOffset _changedAt;
    private DateTimeOffset? _repeatAt;
    private bool _isStopping;

    public PodMachine(JsonObject pod, PodScript script, PodRunnerOptions options, PodPlace place, DateTimeOffset now)
    {
        Pod = pod;
        Place = place;
        _script = script;
        _options = options;
        _restartPolicy = pod["spec"]?["restartPolicy"]?.GetValue<string>() ?? "Always";
        InitContainers = Runs("initContainers", isInit: true);
        Containers = Runs("containers", isInit: false);
        if (pod["spec"]?["nodeName"] is null)
        {
            _stageDue = now + (script.ScheduleAfter ?? options.ScheduleLatency);
        }
        else
        {
            Schedule(now);
        }
    }

    /// <summary>The pod as it was last seen.</summary>
    public JsonObject Pod { get; private set; }

    public PodPlace Place { get; }

    public PodStage Stage { get; private set; }

    public IReadOnlyList<ContainerRun> InitContainers { get; }

    public IReadOnlyList<ContainerRun> Containers { get; }

    public string? Unschedulable => _script.Unschedulable;

    public bool RestartsAlways => _restartPolicy == "Always";

    /// <summary>When the node took the pod; null before.</summary>
    public DateTimeOffset? AcceptedAt { get; private set; }

    /// <summary>When <see cref="Advance"/> has something to do next; null when only a change from outside goes on.</summary>
    public DateTimeOffset? Due => _repeatAt ?? Next;

    private DateTimeOffset? Next => Runs().Select(run => run.Due).Append(_stageDue).Where(due => due is not null).Min();

    /// <summary>Takes notice of a change that somebody made to the pod.</summary>
    public void Observe(JsonObject pod, DateTimeOffset now)
    {
        Pod = pod;
        if (pod["metadata"]?["deletionTimestamp"]?.GetValue<string>() is { } graceEnd)
        {
            Stop(now, DateTimeOffset.Parse(graceEnd, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Goes through all that is due and says what to write about it.</summary>
    public PodMove Advance(DateTimeOffset now)
    {
        while (Next is { } due && due <= now)
        {
            Step(due);
        }

        if (_repeatAt > now)
        {
            return default;
        }

        var move = new PodMove(_bind ? Place.Node : null, _isChanged ? PodStatus.Of(this, _changedAt) : null, _remove);
        (_bind, _isChanged, _remove, _repeatAt) = (false, false, false, null);
        return move;
    }

    /// <summary>Says that a move could not be written: it is handed out again, brought up to date.</summary>
    public void Repeat(PodMove move, DateTimeOffset at)
    {
        _bind |= move.BindTo is not null;
        _isChanged |= move.Status is not null;
        _remove |= move.Remove;
        _repeatAt = at;
    }

    private void Step(DateTimeOffset at)
    {
        if (_stageDue == at)
        {
            LeaveStage(at);
            return;
        }

        foreach (var run in Runs().Where(run => run.Due == at).ToList())
        {
            var isInit = InitContainers.Contains(run);
            run.Advance(isInit && RestartsAlways ? "OnFailure" : _restartPolicy);
        }

        Changed(at);
        Settle(at);
    }

    private void LeaveStage(DateTimeOffset at)
    {
        _stageDue = null;
        if (Stage == PodStage.Scheduled)
        {
            Stage = PodStage.Initializing;
            StartNext(at);
        }
        else if (_script.Unschedulable is null)
        {
            _bind = true;
            Schedule(at);
        }
        else
        {
            Stage = PodStage.Stuck;
        }

        Changed(at);
    }

    private void Schedule(DateTimeOffset at)
    {
        Stage = PodStage.Scheduled;
        AcceptedAt = at;
        _stageDue = at + (_script.StartAfter ?? _options.StartLatency);
    }

    /// <summary>Starts the next init container, or all containers when none is left.</summary>
    private void StartNext(DateTimeOffset at)
    {
        if (InitContainers.FirstOrDefault(run => run.Termination is null) is { } next)
        {
            next.Start(at);
            return;
        }

        Stage = PodStage.Started;
        foreach (var run in Containers)
        {
            run.Start(at);
        }
    }

    private void Settle(DateTimeOffset at)
    {
        if (Stage == PodStage.Initializing && InitContainers.Any(run => run.Termination?.ExitCode > 0))
        {
            Stage = PodStage.Stopped;
        }
        else if (Stage == PodStage.Initializing && !_isStopping && InitContainers.All(run => run.Termination is not null || run.State is ContainerState.Waiting { Reason: "PodInitializing" }))
        {
            StartNext(at);
        }
        else if (Stage == PodStage.Started && Containers.All(run => run.Termination is not null))
        {
            Stage = PodStage.Stopped;
        }

        if (_isStopping && !Runs().Any(run => run.IsRunning))
        {
            Stage = PodStage.Stopped;
            _remove = true;
        }
    }

    private void Stop(DateTimeOffset now, DateTimeOffset graceEnd)
    {
        var isFirst = !_isStopping;
        _isStopping = true;
        _stageDue = null;
        foreach (var run in Runs())
        {
            run.Stop(now, graceEnd);
        }

        if (isFirst)
        {
            Settle(now);
        }
    }

    private void Changed(DateTimeOffset at)
    {
        _isChanged = true;
        _changedAt = at;
    }

    private IEnumerable<ContainerRun> Runs() => InitContainers.Concat(Containers);

    private List<ContainerRun> Runs(string field, bool isInit)
    {
        var runs = new List<ContainerRun>();
        foreach (var container in Pod["spec"]?[field] as JsonArray ?? [])
        {
            var name = container!["name"]!.GetValue<string>();
            var script = _script.Containers.GetValueOrDefault(name) ?? new ContainerScript();
            script = isInit && script.RunFor is null ? script with { RunFor = _options.InitLatency } : script;
            runs.Add(new ContainerRun(name, container["image"]?.GetValue<string>() ?? "", script, _options));
        }

        var hasInit = isInit || Pod["spec"]?["initContainers"] is JsonArray { Count: > 0 };
        runs.ForEach(run => run.Wait(hasInit ? "PodInitializing" : "ContainerCreating"));
        return runs;
    }
}
