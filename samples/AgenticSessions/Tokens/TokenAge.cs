using k8s.Models;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Objects;
using KubeController.Samples.AgenticSessions.Secrets;
using KubeController.Samples.AgenticSessions.Sessions;

namespace KubeController.Samples.AgenticSessions.Tokens;

/// <summary>Says when a token has to be renewed: it lives for an hour, and its file takes a while to follow.</summary>
internal static class TokenAge
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(45);

    /// <summary>Returns when the token of a running session is due, from the session alone; a session that does not say is due at once.</summary>
    public static DateTimeOffset DueOf(AgenticSession session) =>
        Timestamps.Parse(session.Annotation(Annotations.TokenRefreshedAt)) is { } refreshed ? refreshed + Longest : DateTimeOffset.MinValue;

    /// <summary>Tells whether a start may use the secret that is there, or has to make it anew.</summary>
    /// <remarks>A token from before this start is renewed, however young: a restarted session begins with a whole hour.</remarks>
    /// <returns>The time of the token; <see langword="null"/> if it has to be made anew.</returns>
    public static DateTimeOffset? UsableSince(V1Secret? secret, AgenticSession session, StorageKeys? storage, DateTimeOffset now)
    {
        if (secret is null || !secret.IsOwnedBy(session) || !secret.Has(SessionSecretKeys.ApiToken) || !secret.Has(SessionSecretKeys.RunnerToken))
        {
            return null;
        }

        var refreshed = Timestamps.Parse(secret.Annotation(Annotations.TokenRefreshedAt));
        var isYoung = refreshed is { } since && now - since < Longest;
        var isOfThisStart = Timestamps.Parse(session.Status?.StartTime) is not { } start || refreshed >= start;
        return isYoung && isOfThisStart && StorageKeys.Of(secret) == storage ? refreshed : null;
    }
}
