using System.Diagnostics.CodeAnalysis;
using KubeController.Client;

namespace KubeController.Samples.AgenticSessions.Sessions;

/// <summary>The names of everything that belongs to one session.</summary>
internal sealed record SessionNames(string Namespace, string Session)
{
    /// <summary>The longest session name: <c>session-</c> and it have to fit the 63 characters of a service's name.</summary>
    public const int LongestSession = 55;

    public const string PodSuffix = "-runner";

    public NamespacedName Pod => new(Namespace, Session + PodSuffix);

    public NamespacedName Service => new(Namespace, $"session-{Session}");

    public NamespacedName ServiceAccount => new(Namespace, $"ambient-session-{Session}");

    public NamespacedName Role => new(Namespace, $"ambient-session-{Session}-role");

    public NamespacedName RoleBinding => new(Namespace, $"ambient-session-{Session}-rb");

    public NamespacedName TokenSecret => new(Namespace, $"ambient-runner-token-{Session}");

    public static SessionNames Of(NamespacedName session) => new(session.Namespace, session.Name);

    /// <summary>Tells whether every name made from the session's is valid, and if not, why.</summary>
    public bool AreValid([NotNullWhen(false)] out string? problem)
    {
        problem = Session.Length <= LongestSession
            ? null
            : $"The session's name has {Session.Length} characters. At most {LongestSession} leave room for the names of its pod and service: create it under a shorter name.";
        return problem is null;
    }
}
