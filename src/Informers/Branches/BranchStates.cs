using System.Collections.Immutable;

namespace KubeController.Informers.Branches;

/// <summary>Makes one state of an informer of those of its branches: figures add up, and of phases the one counts that is farthest from being well.</summary>
internal static class BranchStates
{
    private static readonly InformerPhase[] WorstFirst =
    [
        InformerPhase.Forbidden, InformerPhase.Unauthorized, InformerPhase.NotFound, InformerPhase.BackingOff, InformerPhase.NotStarted, InformerPhase.Listing,
        InformerPhase.Watching, InformerPhase.Stopped,
    ];

    public static InformerState Join(InformerState whole, IReadOnlyList<InformerState> branches)
    {
        if (branches.Count == 0 || whole.Phase is InformerPhase.Stopped)
        {
            return whole;
        }

        var worst = branches.MinBy(static state => Array.IndexOf(WorstFirst, state.Phase))!;
        var unheard = branches.Where(static state => state.LastContact is null).ToList();
        var failed = branches.Where(static state => state.LastErrorAt is not null).MaxBy(static state => state.LastErrorAt);
        return Count(whole, branches) with
        {
            Phase = worst.Phase,
            Since = worst.Since,
            LastError = failed?.LastError,
            LastErrorAt = failed?.LastErrorAt,
            // Of a branch that was added late, and has not heard anything yet, nothing could be heard before.
            StartedAt = unheard.Count > 0 ? unheard.Min(static state => state.StartedAt) ?? whole.StartedAt : whole.StartedAt,
            LastContact = unheard.Count > 0 ? null : branches.Min(static state => state.LastContact),
            LastListDuration = branches.Max(static state => state.LastListDuration),
            UsesStreamingLists = branches.All(static state => state.UsesStreamingLists),
            FallbackReason = branches.Select(static state => state.FallbackReason).FirstOrDefault(static reason => reason is not null),
            IsShardedByServer = branches.Any(static state => state.IsShardedByServer is false) ? false : branches.Max(static state => state.IsShardedByServer),
        };
    }

    private static InformerState Count(InformerState whole, IReadOnlyList<InformerState> branches) => whole with
    {
        Lists = branches.Sum(static state => state.Lists),
        CompletedLists = Sum(branches, static state => state.CompletedLists),
        StreamedLists = branches.Sum(static state => state.StreamedLists),
        Fallbacks = branches.Sum(static state => state.Fallbacks),
        Watches = branches.Sum(static state => state.Watches),
        Relists = branches.Sum(static state => state.Relists),
        Restarts = branches.Sum(static state => state.Restarts),
        Failures = branches.Sum(static state => state.Failures),
        FailuresByKind = Sum(branches, static state => state.FailuresByKind),
        Events = branches.Sum(static state => state.Events),
        Bookmarks = branches.Sum(static state => state.Bookmarks),
    };

    private static ImmutableDictionary<TKey, long> Sum<TKey>(IReadOnlyList<InformerState> branches, Func<InformerState, ImmutableDictionary<TKey, long>> counts)
        where TKey : notnull =>
        branches.SelectMany(counts).GroupBy(static count => count.Key, static count => count.Value).ToImmutableDictionary(static group => group.Key, static group => group.Sum());
}
