using System.Collections.Immutable;
using KubeController.Informers.Branches;

namespace KubeController.Informers.Tests.Branches;

public sealed class BranchStatesTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly InformerState Whole = Of(InformerPhase.NotStarted) with { Name = "whole", StartedAt = Start };

    [Test]
    public void Join_NoBranch_IsTheWhole() => Assert.That(BranchStates.Join(Whole, []), Is.SameAs(Whole));

    [Test]
    public void Join_Figures_AddUp()
    {
        var one = Of(InformerPhase.Watching) with { Lists = 2, Events = 3, CompletedLists = Lists(ListReason.First, 1) };
        var two = Of(InformerPhase.Watching) with { Lists = 1, Events = 4, CompletedLists = Lists(ListReason.First, 1).Add(ListReason.Expired, 5) };
        var joined = BranchStates.Join(Whole, [one, two]);
        Assert.That((joined.Name, joined.Phase, joined.Lists, joined.Events), Is.EqualTo(("whole", InformerPhase.Watching, 3L, 7L)));
        Assert.That(joined.CompletedLists, Is.EquivalentTo(new Dictionary<ListReason, long> { [ListReason.First] = 2, [ListReason.Expired] = 5 }));
    }

    [TestCase(InformerPhase.Watching, InformerPhase.Listing, InformerPhase.Listing)]
    [TestCase(InformerPhase.BackingOff, InformerPhase.Forbidden, InformerPhase.Forbidden)]
    [TestCase(InformerPhase.Watching, InformerPhase.BackingOff, InformerPhase.BackingOff)]
    public void Join_Phases_TheOneFarthestFromBeingWellCounts(InformerPhase one, InformerPhase two, InformerPhase joined) =>
        Assert.That(BranchStates.Join(Whole, [Of(one), Of(two)]).Phase, Is.EqualTo(joined));

    [Test]
    public void Join_LastContact_IsTheOldest() => Assert.That(
        BranchStates.Join(Whole, [Heard(5), Heard(3), Heard(9)]).LastContact, Is.EqualTo(Start.AddMinutes(3)));

    [Test]
    public void Join_OneWasAddedLateAndHasHeardNothing_IsNotTakenForSilentSinceTheStart()
    {
        var joined = BranchStates.Join(Whole, [Heard(59), Of(InformerPhase.Listing) with { StartedAt = Start.AddMinutes(60) }]);
        Assert.That((joined.LastContact, joined.StartedAt), Is.EqualTo(((DateTimeOffset?)null, Start.AddMinutes(60))));
    }

    [Test]
    public void Join_Errors_TheLastOneCounts()
    {
        var (first, last) = (new IOException("first"), new IOException("last"));
        var joined = BranchStates.Join(Whole, [Failed(last, 7), Failed(first, 2), Of(InformerPhase.Watching)]);
        Assert.That((joined.LastError, joined.LastErrorAt), Is.EqualTo((last, Start.AddMinutes(7))));
    }

    private static InformerState Of(InformerPhase phase) => new() { Name = "branch", Phase = phase, Since = Start };

    private static InformerState Heard(int minute) => Of(InformerPhase.Watching) with { LastContact = Start.AddMinutes(minute), StartedAt = Start };

    private static InformerState Failed(Exception error, int minute) => Of(InformerPhase.BackingOff) with { LastError = error, LastErrorAt = Start.AddMinutes(minute) };

    private static ImmutableDictionary<ListReason, long> Lists(ListReason reason, long count) => ImmutableDictionary<ListReason, long>.Empty.Add(reason, count);
}
