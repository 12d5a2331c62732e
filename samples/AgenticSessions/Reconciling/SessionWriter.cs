using System.Text.Json.Nodes;
using KubeController.Client;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Sessions;
using Microsoft.Extensions.Logging;

namespace KubeController.Samples.AgenticSessions.Reconciling;

/// <summary>Writes what a pass has collected: the status in one call, the annotations in one call, and neither if nothing changes.</summary>
/// <remarks>
/// Others write sessions too. A patch says which version it was made for; on a conflict it is made anew for the newest. A session that is gone needs no write.
/// </remarks>
internal sealed class SessionWriter(ResourceClient client, ILogger<SessionWriter> logger)
{
    private const int Attempts = 5;

    /// <exception cref="ConflictException">Somebody else has moved the session to another phase, or writes without a pause.</exception>
    public async Task WriteStatusAsync(SessionPass pass, CancellationToken cancellationToken)
    {
        var before = pass.Session.PhaseOf();
        await WriteAsync(pass, StatusPatchOf, client.PatchStatusAsync<AgenticSession>, Attempts, cancellationToken);
        pass.Status.Clear();
        var after = pass.Session.PhaseOf();
        if (after != before)
        {
            logger.PhaseChanged(pass.Key, before, after);
        }
    }

    public async Task WriteAnnotationsAsync(SessionPass pass, CancellationToken cancellationToken)
    {
        await WriteAsync(pass, AnnotationPatchOf, client.PatchAsync<AgenticSession>, Attempts, cancellationToken);
        pass.Annotations.Clear();
    }

    /// <summary>Writes annotations that hold for the session exactly as it was read.</summary>
    /// <exception cref="ConflictException">It was changed since; what was decided has to be decided anew.</exception>
    public async Task WriteAnnotationsIfUnchangedAsync(SessionPass pass, CancellationToken cancellationToken)
    {
        await WriteAsync(pass, AnnotationPatchOf, client.PatchAsync<AgenticSession>, attempts: 1, cancellationToken);
        pass.Annotations.Clear();
    }

    private async Task WriteAsync(
        SessionPass pass,
        Func<SessionPass, MergePatch?> patchOf,
        Func<NamespacedName, MergePatch, CancellationToken, Task<AgenticSession>> send,
        int attempts,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; patchOf(pass) is { } patch; attempt++)
        {
            try
            {
                pass.Session = await send(pass.Key, patch, cancellationToken);
                return;
            }
            catch (NotFoundException)
            {
                logger.SessionGone(pass.Key);
                return;
            }
            catch (ConflictException) when (attempt < attempts)
            {
                if (await ReadAgainAsync(pass, cancellationToken) is not { } live)
                {
                    return;
                }

                // The pass was about a session in another phase: the next one starts from there.
                if (live.PhaseOf() != pass.Session.PhaseOf())
                {
                    throw;
                }

                pass.Session = live;
            }
        }
    }

    /// <returns><see langword="null"/> if the session is gone, or another one has its name.</returns>
    private async Task<AgenticSession?> ReadAgainAsync(SessionPass pass, CancellationToken cancellationToken)
    {
        try
        {
            var live = await client.GetAsync<AgenticSession>(pass.Key, cancellationToken);
            return live.Metadata.Uid == pass.Session.Metadata.Uid ? live : null;
        }
        catch (NotFoundException)
        {
            return null;
        }
    }

    private static MergePatch? StatusPatchOf(SessionPass pass)
    {
        if (pass.Status.Against(pass.Session.Status, Timestamps.Format(pass.Now), out var replacesConditions) is not { } status)
        {
            return null;
        }

        var patch = new MergePatch(new JsonObject { ["status"] = status });
        return replacesConditions ? patch.OnlyAt(pass.Session.Metadata.ResourceVersion) : patch;
    }

    private static MergePatch? AnnotationPatchOf(SessionPass pass) =>
        pass.Annotations.Against(pass.Session) is { } annotations
            ? new MergePatch(new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = annotations } }).OnlyAt(pass.Session.Metadata.ResourceVersion)
            : null;
}
