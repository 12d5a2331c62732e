using KubeController.Client;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Sessions;
using KubeController.Samples.AgenticSessions.Status;

namespace KubeController.Samples.AgenticSessions.Reconciling;

/// <summary>One look at one session: the session, read once, and what is to be written about it.</summary>
internal sealed class SessionPass(AgenticSession session, DateTimeOffset now)
{
    public NamespacedName Key { get; } = NamespacedName.Of(session);

    public SessionNames Names { get; } = SessionNames.Of(NamespacedName.Of(session));

    /// <summary>Gets the time of this pass.</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>Gets or sets the session, as newly as this pass knows it: a write puts the server's answer here.</summary>
    public AgenticSession Session { get; set; } = session;

    public StatusPatch Status { get; } = new();

    public AnnotationPatch Annotations { get; } = new();

    public void Set(SessionPhase phase) => Status.Set("phase", phase.ToString());

    public void SetTime(string field) => Status.Set(field, Timestamps.Format(Now));

    public void Say(string condition, bool isTrue, string reason, string message = "") => Status.Add(new(condition, isTrue, reason, message));
}
