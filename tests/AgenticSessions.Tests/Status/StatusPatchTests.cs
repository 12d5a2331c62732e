using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Status;

namespace KubeController.AgenticSessions.Tests.Status;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StatusPatchTests
{
    private const string Now = "2026-11-23T12:00:00Z";
    private readonly StatusPatch _patch = new();

    [Test]
    public void Against_NothingCollected_IsNoPatch() => Assert.That(_patch.Against(new(), Now, out _), Is.Null);

    [Test]
    public void Against_NoStatusYet_HasEverything()
    {
        _patch.Set("phase", "Creating");
        _patch.Add(new("Ready", false, "PodCreated", "soon"));
        var patch = _patch.Against(null, Now, out var replacesConditions);
        Assert.That(patch!.ToJsonString(), Is.EqualTo(
            """{"phase":"Creating","conditions":[{"type":"Ready","status":"False","reason":"PodCreated","message":"soon","lastTransitionTime":"2026-11-23T12:00:00Z"}]}"""));
        Assert.That(replacesConditions);
    }

    [Test]
    public void F18_Against_SaidAlready_IsNoPatch()
    {
        _patch.Set("phase", "Running");
        _patch.Set("observedGeneration", 3L);
        _patch.Remove("completionTime");
        Assert.That(_patch.Against(new() { Phase = "Running", ObservedGeneration = 3 }, Now, out var replacesConditions), Is.Null);
        Assert.That(replacesConditions, Is.False);
    }

    [Test]
    public void Against_Removal_IsNull()
    {
        _patch.Remove("completionTime");
        Assert.That(_patch.Against(new() { CompletionTime = Now }, Now, out _)!.ToJsonString(), Is.EqualTo("""{"completionTime":null}"""));
    }

    [Test]
    public void Set_AfterRemove_Wins()
    {
        _patch.Remove("phase");
        _patch.Set("phase", "Running");
        Assert.That(_patch.Against(null, Now, out _)!.ToJsonString(), Is.EqualTo("""{"phase":"Running"}"""));
    }

    [Test]
    public void Remove_AfterSet_Wins()
    {
        _patch.Set("phase", "Running");
        _patch.Remove("phase");
        Assert.That(_patch.Against(new() { Phase = "Pending" }, Now, out _)!.ToJsonString(), Is.EqualTo("""{"phase":null}"""));
    }

    [Test]
    public void Add_SameConditionTwice_TheLaterCounts()
    {
        _patch.Add(new("Ready", false, "A"));
        _patch.Add(new("Ready", true, "B"));
        var patch = _patch.Against(null, Now, out _);
        Assert.That(patch!["conditions"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That(patch["conditions"]![0]!["reason"]!.GetValue<string>(), Is.EqualTo("B"));
    }

    [Test]
    public void Against_FieldsOfOthers_AreNotTouched()
    {
        var status = System.Text.Json.JsonSerializer.Deserialize<AgenticSessionStatus>("""{"phase":"Creating","sdkSessionId":"x"}""");
        _patch.Set("phase", "Running");
        Assert.That(_patch.Against(status, Now, out _)!.ToJsonString(), Is.EqualTo("""{"phase":"Running"}"""));
    }
}
