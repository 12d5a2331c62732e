using KubeController.Client;

namespace KubeController.Reconcilers;

/// <summary>Tells which writes of a <see cref="WriteStage"/> failed, each with its cause, and which were abandoned because of them.</summary>
public sealed class WriteStageException : AggregateException
{
    internal WriteStageException(IReadOnlyList<KeyValuePair<string, Exception>> causes, IReadOnlyList<string> abandoned)
        : base(Describe(causes, abandoned), causes.Select(cause => cause.Value))
    {
        Causes = causes;
        Abandoned = abandoned;
    }

    /// <summary>Gets the writes that failed, with their causes, in the order they were started.</summary>
    public IReadOnlyList<KeyValuePair<string, Exception>> Causes { get; }

    /// <summary>Gets the writes that were cancelled, or not begun, because another failed. One that was cancelled may have reached the server.</summary>
    public IReadOnlyList<string> Abandoned { get; }

    /// <summary>Gets the longest time that the API server asked to wait in one of the causes.</summary>
    public TimeSpan? RetryAfter => Causes.Max(cause => (cause.Value as ApiException)?.RetryAfter);

    private static string Describe(IReadOnlyList<KeyValuePair<string, Exception>> causes, IReadOnlyList<string> abandoned)
    {
        var failed = string.Join(", ", causes.Select(cause => cause.Key));
        return abandoned.Count == 0 ? $"Failed to write: {failed}." : $"Failed to write: {failed}. Abandoned because of that: {string.Join(", ", abandoned)}.";
    }
}
