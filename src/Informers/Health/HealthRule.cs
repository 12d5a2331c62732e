using KubeController.Client;

namespace KubeController.Informers.Health;

/// <summary>Judges what an informer tells of itself.</summary>
/// <param name="patience">The longest time for which an informer that is well can hear nothing.</param>
internal sealed class HealthRule(TimeSpan patience)
{
    public InformerHealth Judge(InformerState state, DateTimeOffset now)
    {
        var silence = now - LastAnswer(state) ?? TimeSpan.Zero;
        var hasStopped = state.Phase is InformerPhase.Stopped;
        var isSilent = !hasStopped && silence > patience;
        return new()
        {
            Name = state.Name,
            IsReady = state.HasSynced && !hasStopped,
            IsLive = !hasStopped && !isSilent,
            Reason = isSilent ? $"The server has not answered for {silence:c}; {patience:c} is the most. {state}" : state.ToString(),
        };
    }

    // A refusal is an answer; a server that fails, or cannot be reached, has given none.
    private static DateTimeOffset? LastAnswer(InformerState state)
    {
        var contact = state.LastContact ?? state.StartedAt;
        return state is { LastError: ApiException { StatusCode: < System.Net.HttpStatusCode.InternalServerError }, LastErrorAt: { } refused } && !(contact > refused)
            ? refused
            : contact;
    }
}
