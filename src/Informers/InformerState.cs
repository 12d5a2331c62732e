using System.Collections.Immutable;
using KubeController.Client;

namespace KubeController.Informers;

/// <summary>Tells how an informer is doing, at one moment; for health checks, diagnostics and messages.</summary>
public sealed record InformerState
{
    /// <summary>Gets what the informer watches, such as <c>pods in namespace 'web'</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what the informer is doing.</summary>
    public required InformerPhase Phase { get; init; }

    /// <summary>Gets since when it has been doing that.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Gets when the informer was run; <see langword="null"/> before that.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Gets a value indicating whether the first list is in the store.</summary>
    public bool HasSynced { get; init; }

    /// <summary>Gets the last error; kept after a recovery, so look at <see cref="Phase"/> first.</summary>
    public Exception? LastError { get; init; }

    /// <summary>Gets when <see cref="LastError"/> happened.</summary>
    public DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>
    /// Gets when the server was last heard of: a list, an event or a bookmark. A server that sends bookmarks does so about once a minute, so a watch
    /// that is older than two minutes is not alive.
    /// </summary>
    public DateTimeOffset? LastContact { get; init; }

    /// <summary>Gets the resourceVersion up to which the store is complete.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Gets the number of objects in the store.</summary>
    public int ObjectCount { get; init; }

    /// <summary>Gets the number of named objects on the server that the model cannot take at present.</summary>
    public int UndecodableCount { get; init; }

    /// <summary>Gets how many lists were begun, streamed or in pages.</summary>
    public long Lists { get; init; }

    /// <summary>Gets how many lists were completed, by what made them necessary.</summary>
    public ImmutableDictionary<ListReason, long> CompletedLists { get; init; } = ImmutableDictionary<ListReason, long>.Empty;

    /// <summary>Gets how many of the completed lists were streamed.</summary>
    public long StreamedLists { get; init; }

    /// <summary>Gets how long the last completed list took.</summary>
    public TimeSpan? LastListDuration { get; init; }

    /// <summary>Gets a value indicating whether the next list will be streamed: <see cref="InformerOptions{T}.StreamingLists"/> is set and has worked, as far as it was tried.</summary>
    public bool UsesStreamingLists { get; init; }

    /// <summary>Gets how often streaming lists were given up, which an informer does once.</summary>
    public long Fallbacks { get; init; }

    /// <summary>Gets why streaming lists were given up; <see langword="null"/> when they were not.</summary>
    public string? FallbackReason { get; init; }

    /// <summary>
    /// Gets whether the last list came with the server's confirmation that it sends the objects of <see cref="ListWatchOptions.ShardSelector"/> alone; where it did not, the
    /// others are left out on our side. <see langword="null"/> without a shard selector, and before the first list.
    /// </summary>
    public bool? IsShardedByServer { get; init; }

    /// <summary>Gets how many watches were begun; a streamed list is one, too.</summary>
    public long Watches { get; init; }

    /// <summary>Gets how many lists after the first were completed.</summary>
    public long Relists { get; init; }

    /// <summary>Gets how many watches and streamed lists ended in another way than the server's good order: cut, silent, refused, expired.</summary>
    public long Restarts { get; init; }

    /// <summary>Gets how many requests failed, each followed by a pause.</summary>
    public long Failures { get; init; }

    /// <summary>Gets how many of <see cref="Failures"/> were of each kind.</summary>
    public ImmutableDictionary<FailureKind, long> FailuresByKind { get; init; } = ImmutableDictionary<FailureKind, long>.Empty;

    /// <summary>Gets how many changes watches have told of; the initial events of a streaming list are none.</summary>
    public long Events { get; init; }

    /// <summary>Gets how many bookmarks came, other than those that end a streaming list.</summary>
    public long Bookmarks { get; init; }

    /// <summary>Gets how many writes of this process the store has shown before the watch did.</summary>
    public long OwnWrites { get; init; }

    /// <summary>Gets how often somebody had to wait for the store to be as new as a version.</summary>
    public long VersionWaits { get; init; }

    /// <summary>Gets how many of these waits were in vain, so that the server was asked.</summary>
    public long LiveReads { get; init; }

    /// <summary>Gets how many undecodable objects the server has sent, repetitions included.</summary>
    public long UndecodableTotal { get; init; }

    /// <summary>Returns what the informer is doing and, where it does not get on, why and what to do.</summary>
    /// <returns>A sentence.</returns>
    public override string ToString()
    {
        var error = LastError is null ? string.Empty : $" Last error: {LastError.Message}";
        return $"'{Name}' is {Phase} since {Since:u}.{error}{Advice}";
    }

    private string Advice => Phase switch
    {
        InformerPhase.NotStarted => " Run it.",
        InformerPhase.Listing => " The server has not answered yet; check that it is reachable.",
        InformerPhase.Unauthorized => " Check the credentials.",
        InformerPhase.Forbidden => " Grant the service account the verbs list and watch on this resource.",
        InformerPhase.NotFound => " Install the CustomResourceDefinition.",
        InformerPhase.BackingOff => " Check that the API server is reachable and healthy.",
        _ => string.Empty,
    };
}
