using System.Text.Json;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Status;

namespace KubeController.AgenticSessions.Tests.Status;

public sealed class ConditionListTests
{
    private const string Now = "2026-11-23T12:00:00Z";
    private const string Before = "2026-11-23T11:00:00Z";

    [Test]
    public void With_NewCondition_IsAppendedWithTheTime()
    {
        var list = ConditionList.With([Condition("Ready", "True")], [new("PodCreated", true, "PodCreated", "yes")], Now);
        Assert.That(list!.Select(condition => condition.Type), Is.EqualTo(new[] { "Ready", "PodCreated" }));
        Assert.That(list![1].LastTransitionTime, Is.EqualTo(Now));
    }

    [Test]
    public void With_SameStatusOtherReason_KeepsTheTime()
    {
        var list = ConditionList.With([Condition("Ready", "False")], [new("Ready", false, "Stopping", "m")], Now);
        Assert.That((list![0].Reason, list[0].LastTransitionTime), Is.EqualTo(("Stopping", Before)));
    }

    [Test]
    public void With_OtherStatus_SetsTheTime() =>
        Assert.That(ConditionList.With([Condition("Ready", "False")], [new("Ready", true, "Running")], Now)![0].LastTransitionTime, Is.EqualTo(Now));

    [Test]
    public void With_TypeInOtherCase_IsTheSameCondition()
    {
        var list = ConditionList.With([Condition("ready", "False")], [new("Ready", true, "Running")], Now);
        Assert.That(list!.Select(condition => condition.Type), Is.EqualTo(new[] { "ready" }));
    }

    [Test]
    public void With_EmptyReasonAndMessage_LeavesTheText()
    {
        var list = ConditionList.With([Condition("Ready", "False")], [new("Ready", true, string.Empty)], Now);
        Assert.That((list![0].Reason, list[0].Message), Is.EqualTo(("Old", "old text")));
    }

    [Test]
    public void With_NothingNew_IsNull() =>
        Assert.That(ConditionList.With([Condition("Ready", "False")], [new("Ready", false, "Old", "old text")], Now), Is.Null);

    [Test]
    public void X_With_ConditionWithoutType_IsLeftAlone()
    {
        var list = ConditionList.With([new() { Status = "True" }], [new("Ready", true, "Running")], Now);
        Assert.That(list, Has.Count.EqualTo(2));
        Assert.That(list![0].Type, Is.Null);
    }

    [Test]
    public void With_ForeignFields_Survive()
    {
        var present = JsonSerializer.Deserialize<SessionCondition>("""{"type":"Ready","status":"False","observedGeneration":4}""")!;
        var list = ConditionList.With([present], [new("Ready", true, "Running")], Now);
        Assert.That(JsonSerializer.Serialize(list![0]), Does.Contain("\"observedGeneration\":4"));
    }

    private static SessionCondition Condition(string type, string status) =>
        new() { Type = type, Status = status, Reason = "Old", Message = "old text", LastTransitionTime = Before };
}
