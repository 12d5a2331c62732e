using KubeController.Samples.AgenticSessions.Sessions;

namespace KubeController.Samples.AgenticSessions.Reconciling;

/// <summary>Counts passes, by the phase they began with.</summary>
internal sealed class ReconcileCount
{
    private readonly long[] _passes = new long[Enum.GetValues<SessionPhase>().Length];

    public long Total => _passes.Index().Sum(entry => Volatile.Read(ref _passes[entry.Index]));

    public void Pass(SessionPhase phase) => Interlocked.Increment(ref _passes[(int)phase]);

    public long Of(SessionPhase phase) => Volatile.Read(ref _passes[(int)phase]);
}
