using System.Collections.Concurrent;
using KubeController.Informers;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Sessions;

namespace KubeController.Samples.AgenticSessions.Demo;

/// <summary>What the demo knows of all its sessions, from watching them like anybody else.</summary>
internal sealed class DemoBoard(IReadOnlyDictionary<string, DemoEnd> planned, TimeProvider timeProvider)
{
    // One writer, the informer's subscription; the screen and the user read.
    private readonly ConcurrentDictionary<string, DemoSession> _sessions =
        new(planned.Select(plan => KeyValuePair.Create(plan.Key, new DemoSession(plan.Key, plan.Value))), StringComparer.Ordinal);

    private long _start = timeProvider.GetTimestamp();

    public IReadOnlyCollection<DemoSession> Sessions => [.. _sessions.Values.OrderBy(session => session.Name, StringComparer.Ordinal)];

    public TimeSpan Elapsed => timeProvider.GetElapsedTime(Volatile.Read(ref _start));

    public bool IsOver => _sessions.Values.All(session => session.IsAtItsEnd || session.IsAtAnotherEnd);

    public bool IsAsPlanned => _sessions.Values.All(session => session.IsAtItsEnd);

    public int AtTheirEnd => _sessions.Values.Count(session => session.IsAtItsEnd);

    /// <summary>Gets when the last session that can run was first seen Running; <see langword="null"/> before.</summary>
    public TimeSpan? AllRunning
    {
        get
        {
            var able = _sessions.Values.Where(session => session.End.CanRun).ToList();
            return able.All(session => session.FirstRunning is not null) ? able.Max(session => session.FirstRunning) : null;
        }
    }

    /// <summary>Starts the clock: the sessions are applied now.</summary>
    public void Start() => Volatile.Write(ref _start, timeProvider.GetTimestamp());

    public void See(ResourceChange<AgenticSession> change)
    {
        if (change.New is { } session && _sessions.TryGetValue(change.Key.Name, out var known))
        {
            _sessions[change.Key.Name] = known.Seen(session, Elapsed);
        }
    }

    public int Count(DemoEnd end, SessionPhase phase) => _sessions.Values.Count(session => session.End == end && session.Phase == phase);

    public int Count(SessionPhase phase) => _sessions.Values.Count(session => session.Phase == phase);
}
