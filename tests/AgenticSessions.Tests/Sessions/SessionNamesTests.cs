using KubeController.Samples.AgenticSessions.Sessions;

namespace KubeController.AgenticSessions.Tests.Sessions;

public sealed class SessionNamesTests
{
    [Test]
    public void X_AreValid_55Characters_Fit()
    {
        var names = new SessionNames("team", new string('a', 55));
        Assert.That(names.AreValid(out _));
        Assert.That(names.Service.Name, Has.Length.EqualTo(63));
    }

    [Test]
    public void X_AreValid_56Characters_DoNot()
    {
        Assert.That(new SessionNames("team", new string('a', 56)).AreValid(out var problem), Is.False);
        Assert.That(problem, Is.EqualTo("The session's name has 56 characters. At most 55 leave room for the names of its pod and service: create it under a shorter name."));
    }

    [TestCase(null, nameof(SessionPhase.Pending))]
    [TestCase("", nameof(SessionPhase.Pending))]
    [TestCase("Running", nameof(SessionPhase.Running))]
    [TestCase("running", nameof(SessionPhase.Unknown))]
    [TestCase("Hibernating", nameof(SessionPhase.Unknown))]
    public void PhaseOf_Text_IsReadOrUnknown(string? text, string phase) =>
        Assert.That(SessionBuilder.Session(phase: text).PhaseOf().ToString(), Is.EqualTo(phase));

    [Test]
    public void Unreadable_NamesFieldAndText()
    {
        var status = new Samples.AgenticSessions.Models.AgenticSessionStatus { StartTime = "noon", CompletionTime = "2026-11-23T11:00:00Z", LastActivityTime = "" };
        Assert.That(Timestamps.Unreadable(status), Is.EqualTo(new[] { "startTime 'noon'" }));
    }
}
