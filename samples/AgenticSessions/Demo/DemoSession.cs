using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Sessions;
using KubeController.Samples.AgenticSessions.Status;

namespace KubeController.Samples.AgenticSessions.Demo;

/// <summary>What the demo has seen of one session.</summary>
internal sealed record DemoSession(string Name, DemoEnd End)
{
    public SessionPhase Phase { get; init; } = SessionPhase.Pending;

    public string Reason { get; init; } = string.Empty;

    /// <summary>Gets when the session was first seen Running, since the sessions were applied.</summary>
    public TimeSpan? FirstRunning { get; init; }

    /// <summary>Gets when it came into its phase.</summary>
    public TimeSpan Since { get; init; }

    public int TimesStopped { get; init; }

    public bool IsAtItsEnd => End.IsReachedBy(Phase.ToString(), Reason) && (End != DemoEnd.Restarted || TimesStopped == 1);

    public bool IsAtAnotherEnd => Phase is SessionPhase.Stopped or SessionPhase.Completed or SessionPhase.Failed && !IsAtItsEnd && !AwaitsRestart;

    private bool AwaitsRestart => End == DemoEnd.Restarted && Phase is SessionPhase.Stopped && TimesStopped == 1;

    /// <summary>Returns what is known after the session was seen at a time.</summary>
    public DemoSession Seen(AgenticSession session, TimeSpan at)
    {
        var phase = session.PhaseOf();
        var isStopped = phase is SessionPhase.Stopped && Phase is not SessionPhase.Stopped;
        return this with
        {
            Phase = phase,
            Reason = session.Status?.Conditions.Find(Conditions.Ready)?.Reason ?? string.Empty,
            FirstRunning = FirstRunning ?? (phase is SessionPhase.Running ? at : null),
            Since = phase == Phase ? Since : at,
            TimesStopped = TimesStopped + (isStopped ? 1 : 0),
        };
    }
}
