using KubeController.Samples.AgenticSessions.Objects;
using KubeController.Samples.AgenticSessions.Secrets;
using static KubeController.AgenticSessions.Tests.SessionBuilder;

namespace KubeController.AgenticSessions.Tests.Secrets;

public sealed class SecretCopierTests
{
    [Test]
    public void PatchOf_OwnedAndEqual_IsNothing()
    {
        var copy = Secret("ambient-vertex", ("k", "v"));
        copy.Metadata.OwnerReferences = [OwnerReferences.To(Session())];
        Assert.That(SecretCopier.PatchOf(copy, Secret("ambient-vertex", ("k", "v")), Session()), Is.Null);
    }

    [Test]
    public void X_PatchOf_RotatedSource_BringsTheContentUpToDate()
    {
        var copy = Secret("ambient-vertex", ("k", "old"), ("gone", "x"));
        copy.Metadata.OwnerReferences = [OwnerReferences.To(Session())];
        var patch = SecretCopier.PatchOf(copy, Secret("ambient-vertex", ("k", "new")), Session());
        Assert.That(patch!.ToString(), Is.EqualTo("""{"data":{"k":"bmV3","gone":null}}""").Or.EqualTo("""{"data":{"gone":null,"k":"bmV3"}}"""));
    }

    [Test]
    public void PatchOf_SecondSession_JoinsTheOwnersAndTheFirstStaysController()
    {
        var copy = Secret("ambient-vertex", ("k", "v"));
        copy.Metadata.OwnerReferences = [OwnerReferences.To(Session("first"))];
        var owners = SecretCopier.PatchOf(copy, Secret("ambient-vertex", ("k", "v")), Session("second"))!.Content["metadata"]!["ownerReferences"]!.AsArray();
        Assert.That(owners.Select(owner => owner!["uid"]!.GetValue<string>()), Is.EqualTo(new[] { "uid-first", "uid-second" }));
        Assert.That(owners.Select(owner => owner!["controller"]?.GetValue<bool>() ?? false), Is.EqualTo(new[] { true, false }));
        Assert.That(copy.Metadata.OwnerReferences, Has.Count.EqualTo(1), "The copy in hand must not be changed.");
    }
}
