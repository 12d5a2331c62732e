using System.Globalization;
using KubeController.Client;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Sessions;

namespace KubeController.Samples.AgenticSessions.Demo;

/// <summary>Plays the user: stops some sessions while they run, and starts some of those again. By the same annotations as any user.</summary>
internal sealed class DemoUser(ResourceClient client, DemoBoard board, TimeProvider timeProvider)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);
    private readonly HashSet<(string Session, string Wish)> _done = [];

    /// <summary>Acts until it is cancelled.</summary>
    public async Task ActAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), timeProvider);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            foreach (var session in board.Sessions)
            {
                if (WishFor(session) is { } wish && _done.Add((session.Name, wish)))
                {
                    await AskAsync(session.Name, wish, cancellationToken);
                }
            }
        }
    }

    private string? WishFor(DemoSession session) => session switch
    {
        { End.Name: "stopped" or "restarted", Phase: SessionPhase.Running, TimesStopped: 0 } when board.Elapsed - session.Since > Patience => nameof(SessionPhase.Stopped),
        { End.Name: "restarted", Phase: SessionPhase.Stopped, TimesStopped: 1 } => nameof(SessionPhase.Running),
        _ => null,
    };

    private async Task AskAsync(string session, string wish, CancellationToken cancellationToken)
    {
        var asked = wish == nameof(SessionPhase.Running) ? Annotations.StartRequestedAt : Annotations.StopRequestedAt;
        var patch = new MergePatch()
            .Annotation(Annotations.DesiredPhase, wish)
            .Annotation(asked, timeProvider.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
        await client.PatchAsync<AgenticSession>(new(DemoManifests.Namespace, session), patch, cancellationToken);
    }
}
