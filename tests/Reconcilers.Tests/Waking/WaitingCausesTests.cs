using KubeController.Client;
using KubeController.Reconcilers.Waking;
using KubeController.WorkQueues;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Reconcilers.Tests.Waking;

public sealed class WaitingCausesTests
{
    private static readonly NamespacedName Key = new("default", "a");

    private FakeTimeProvider _time = null!;
    private WaitingCauses _causes = null!;

    [SetUp]
    public void Create()
    {
        _time = new();
        _causes = new(_time);
    }

    [Test]
    public void Take_SeveralNoted_AllInTheirOrderAndForgotten()
    {
        Note(ReconcileCauseKind.Modified, "pods.v1");
        Note(ReconcileCauseKind.Channel, "hooks");
        Assert.That(Take(), Is.EqualTo(new[] { "Modified pods.v1", "Channel hooks" }));
        Assert.That(Take(), Is.EqualTo(new[] { "Again" }), "They are told once.");
    }

    [Test]
    public void Take_Many_FirstEightKept()
    {
        for (var i = 0; i < 20; i++)
        {
            Note(ReconcileCauseKind.Modified, $"{i}");
        }

        Assert.That(Take(), Is.EqualTo(Enumerable.Range(0, 8).Select(i => $"Modified {i}")));
    }

    [Test]
    public void Note_Key_AddedAfterItsCauseIsNoted()
    {
        var added = new List<(NamespacedName Key, int Priority)>();
        _causes.Note(Key, new(ReconcileCauseKind.Modified, "x"), (key, priority) => added.Add((key, priority)), priority: 7);
        Assert.That(added, Is.EqualTo(new[] { (Key, 7) }));
    }

    [Test]
    public void Take_ReturnIsDue_FirstOfTheCauses()
    {
        _causes.NoteReturn(Key, ReconcileCauseKind.Requeue, TimeSpan.FromSeconds(5), since: null);
        _time.Advance(TimeSpan.FromSeconds(5));
        Note(ReconcileCauseKind.Modified, "pods.v1");
        Assert.That(Take(), Is.EqualTo(new[] { "Requeue", "Modified pods.v1" }));
    }

    [Test]
    public void Take_ReturnIsNotDue_NotACause()
    {
        _causes.NoteReturn(Key, ReconcileCauseKind.Requeue, TimeSpan.FromSeconds(5), since: null);
        _time.Advance(TimeSpan.FromSeconds(4));
        Note(ReconcileCauseKind.Modified, "pods.v1");
        Assert.That(Take(), Is.EqualTo(new[] { "Modified pods.v1" }));
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.That(Take(), Is.EqualTo(new[] { "Again" }), "What came before it has taken its place.");
    }

    [Test]
    public void Take_NothingNotedAndOfLeastPriority_Failsafe() =>
        Assert.That(_causes.Take(Key, WorkPriority.Background).Causes.Single().Kind, Is.EqualTo(ReconcileCauseKind.Failsafe));

    [Test]
    public void Take_EventsAndRetries_SinceTheFirstEvent()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        var first = _time.GetTimestamp();
        Note(ReconcileCauseKind.Modified, "x");
        _time.Advance(TimeSpan.FromSeconds(1));
        Note(ReconcileCauseKind.Modified, "x");
        var since = _causes.Take(Key, 0).Since;
        Assert.That(since, Is.EqualTo(first));

        _causes.NoteReturn(Key, ReconcileCauseKind.Retry, TimeSpan.Zero, since);
        Note(ReconcileCauseKind.Modified, "x");
        Assert.That(_causes.Take(Key, 0).Since, Is.EqualTo(first), "The first event is not dealt with before a reconcile has succeeded.");
    }

    [Test]
    public void Take_WhatWasThereAtTheBeginning_IsNoEvent()
    {
        Note(ReconcileCauseKind.Listed, "x");
        Assert.That(_causes.Take(Key, 0).Since, Is.Null);
    }

    private void Note(ReconcileCauseKind kind, string source) => _causes.Note(Key, new(kind, source), (_, _) => { }, WorkPriority.Live);

    private List<string> Take() => [.. _causes.Take(Key, WorkPriority.Live).Causes.Select(cause => cause.ToString())];
}
