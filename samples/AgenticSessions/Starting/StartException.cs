using KubeController.Client;
using KubeController.Samples.AgenticSessions.Sessions;
using KubeController.Samples.AgenticSessions.Status;

namespace KubeController.Samples.AgenticSessions.Starting;

/// <summary>Starting a session failed. The type says in which step, and whether trying again can help; the cause is the inner exception.</summary>
internal sealed class StartException : Exception
{
    public StartException(StartStep step, string message, bool isTerminal, Exception? cause = null)
        : base(message, cause)
    {
        Step = step;
        IsTerminal = isTerminal;
    }

    public StartStep Step { get; }

    /// <summary>Gets a value indicating whether no retry can help.</summary>
    public bool IsTerminal { get; }

    public string Reason => Step switch
    {
        StartStep.Name => Reasons.NameTooLong,
        StartStep.ReadSecrets => Reasons.SecretCheckFailed,
        StartStep.VertexSecret => Reasons.VertexSecretMissing,
        StartStep.RunnerSecret => Reasons.RunnerSecretMissing,
        StartStep.ProvisionToken => Reasons.TokenProvisionFailed,
        StartStep.CopySecret => Reasons.SecretCopyFailed,
        StartStep.NetworkPolicy => Reasons.NetworkPolicyFailed,
        StartStep.Pod => Reasons.PodCreationFailed,
        StartStep.Service => Reasons.ServiceCreationFailed,
        _ => Reasons.WriteGroupFailed,
    };

    /// <summary>Gets how long the server asks to be left alone, if it does.</summary>
    public TimeSpan RetryAfter => InnerException is ApiException { RetryAfter: { } after } ? after : TimeSpan.Zero;

    /// <summary>Gets what the session's conditions have to say.</summary>
    public IEnumerable<ConditionChange> Conditions
    {
        get
        {
            yield return new(Sessions.Conditions.Ready, false, Reason, Message);
            if (Step is StartStep.ReadSecrets or StartStep.VertexSecret or StartStep.RunnerSecret)
            {
                yield return new(Sessions.Conditions.SecretsReady, false, Reason, Message);
            }

            if (Step is StartStep.Pod)
            {
                yield return new(Sessions.Conditions.PodCreated, false, Reasons.CreateFailed, Message);
            }
        }
    }

    /// <summary>Says of what went wrong in a step whether trying again can help. By its type, never by its text.</summary>
    public static StartException Of(StartStep step, string what, Exception cause)
    {
        if (cause is StartException known)
        {
            return known;
        }

        var isTerminal = cause switch
        {
            InvalidException => true,

            // Missing rights do not come by themselves. A quota on pods does free itself, and a namespace that is going takes the session along.
            ForbiddenException forbidden => step is StartStep.ProvisionToken or StartStep.CopySecret && !forbidden.IsNamespaceTerminating,
            _ => false,
        };
        return new(step, $"{what}: {cause.Message}", isTerminal, cause);
    }

    /// <summary>Tells whether an exception is an answer of the world, and not a fault in this program.</summary>
    public static bool IsAnswer(Exception error) => error is ApiException or HttpRequestException or IOException or TimeoutException or InvalidDataException or StartException;
}
