using KubeController.Samples.AgenticSessions.Sessions;
using KubeController.Samples.AgenticSessions.Status;
using static KubeController.AgenticSessions.Tests.SessionBuilder;

namespace KubeController.AgenticSessions.Tests.Status;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AnnotationPatchTests
{
    private readonly AnnotationPatch _patch = new();

    [Test]
    public void F18_Remove_AbsentKey_IsNoPatch()
    {
        var session = Session();
        _patch.Remove(session, Annotations.DesiredPhase);
        Assert.That(_patch.Against(session), Is.Null);
    }

    [Test]
    public void Against_SeveralKeys_OnePatch()
    {
        var session = Session(annotations: Annotated((Annotations.DesiredPhase, "Stopped"), (Annotations.StopReason, "inactivity"), ("other", "kept")));
        _patch.Remove(session, Annotations.DesiredPhase);
        _patch.Remove(session, Annotations.StopReason);
        _patch.Set("new", "value");
        Assert.That(_patch.Against(session)!.ToJsonString(), Is.EqualTo("""{"new":"value","ambient-code.io/desired-phase":null,"ambient-code.io/stop-reason":null}"""));
    }

    [Test]
    public void X_Against_RequestThatCameMeanwhile_IsNotRemoved()
    {
        _patch.Remove(Session(annotations: Annotated((Annotations.DesiredPhase, "Stopped"))), Annotations.DesiredPhase);
        Assert.That(_patch.Against(Session(annotations: Annotated((Annotations.DesiredPhase, "Running")))), Is.Null);
    }

    [Test]
    public void Against_KeyWithQuotes_IsEscaped()
    {
        _patch.Set("a\"b", "c");
        Assert.That(_patch.Against(Session())!.ToJsonString(), Is.EqualTo("""{"a\u0022b":"c"}"""));
    }
}
