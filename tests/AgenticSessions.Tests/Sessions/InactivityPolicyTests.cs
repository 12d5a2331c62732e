using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Sessions;
using static KubeController.AgenticSessions.Tests.SessionBuilder;

namespace KubeController.AgenticSessions.Tests.Sessions;

public sealed class InactivityPolicyTests
{
    private const long Default = 86400;

    [TestCase(60L, 30L, 60L)]
    [TestCase(null, 30L, 30L)]
    [TestCase(null, null, Default)]
    [TestCase(-1L, null, Default)]
    [TestCase(null, -1L, Default)]
    public void TimeoutOf_SessionThenProjectThenDefault(long? session, long? project, long seconds) =>
        Assert.That(InactivityPolicy.TimeoutOf(Session(spec: new() { InactivityTimeout = session }), Project(project), Default), Is.EqualTo(TimeSpan.FromSeconds(seconds)));

    [TestCase(0L, 30L, Default)]
    [TestCase(null, 0L, Default)]
    [TestCase(null, null, 0L)]
    public void F01_TimeoutOf_Zero_IsNever(long? session, long? project, long @default) =>
        Assert.That(InactivityPolicy.TimeoutOf(Session(spec: new() { InactivityTimeout = session }), Project(project), @default), Is.Null);

    [Test]
    public void TimeoutOf_NoProject_IsDefault() => Assert.That(InactivityPolicy.TimeoutOf(Session(), project: null, 5), Is.EqualTo(TimeSpan.FromSeconds(5)));

    [TestCase("2026-11-23T11:30:00Z", "2026-11-23T11:00:00Z", "11:31:00")]
    [TestCase(null, "2026-11-23T11:00:00Z", "11:01:00")]
    [TestCase("yesterday", "2026-11-23T11:00:00Z", "11:01:00")]
    [TestCase("", "soon", "12:01:00")]
    [TestCase(null, null, "12:01:00")]
    public void F01_DeadlineOf_CountsFromActivityThenStartThenCreation(string? activity, string? start, string expected)
    {
        var session = Session(phase: "Running", spec: new() { InactivityTimeout = 60 });
        session.Status!.LastActivityTime = activity;
        session.Status.StartTime = start;
        Assert.That(InactivityPolicy.DeadlineOf(session, null, Default), Is.EqualTo(DateTimeOffset.Parse($"2026-11-23T{expected}.001Z", null)));
    }

    [Test]
    public void DeadlineOf_HugeTimeout_DoesNotOverflow() =>
        Assert.That(() => InactivityPolicy.DeadlineOf(Session(spec: new() { InactivityTimeout = long.MaxValue }), null, Default), Throws.Nothing);

    [Test]
    public void DeadlineOf_NothingToCountFrom_IsNever()
    {
        var session = Session(spec: new() { InactivityTimeout = 60 });
        session.Metadata.CreationTimestamp = null;
        Assert.That(InactivityPolicy.DeadlineOf(session, null, Default), Is.Null);
    }

    private static ProjectSettings Project(long? seconds) => new() { Spec = new() { InactivityTimeoutSeconds = seconds } };
}
