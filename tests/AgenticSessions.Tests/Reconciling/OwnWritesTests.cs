using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Reconciling;
using static KubeController.AgenticSessions.Tests.SessionBuilder;

namespace KubeController.AgenticSessions.Tests.Reconciling;

public sealed class OwnWritesTests
{
    private static readonly NamespacedName Key = new("team", "s");

    [Test]
    public void AreUnseen_NothingWritten_IsFalse() => Assert.That(Create().AreUnseen(Key), Is.False);

    [Test]
    public void Forget_LeavesNothingBehind()
    {
        var writes = Create();
        writes.Wrote(Key, Session());
        Assert.That(writes.Count, Is.EqualTo(1));
        writes.Forget(Key);
        Assert.That(writes.Count, Is.Zero);
    }

    [Test]
    public void AreUnseen_VersionsWithoutOrder_AreNotWaitedFor()
    {
        var writes = Create();
        var session = Session();
        session.Metadata.ResourceVersion = "opaque";
        writes.Wrote(Key, session);
        Assert.That(writes.AreUnseen(Key), Is.False);
        Assert.That(writes.Count, Is.Zero);
    }

    private static OwnWrites Create() => new(new Store<AgenticSession>([]), new Store<V1Pod>([]), new Store<V1Service>([]));
}
