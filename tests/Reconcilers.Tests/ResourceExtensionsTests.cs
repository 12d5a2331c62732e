using k8s.Models;
using KubeController.Reconcilers.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Reconcilers.Tests;

public sealed class ResourceExtensionsTests
{
    [Test]
    public void ControlledBy_Owner_OneReferenceHoweverOften()
    {
        var owner = Widget.Named("a");
        var owned = Owned().ControlledBy(owner).ControlledBy(owner);
        var reference = owned.Metadata.OwnerReferences.Single();
        Assert.That(
            (reference.ApiVersion, reference.Kind, reference.Name, reference.Uid, reference.Controller, reference.BlockOwnerDeletion),
            Is.EqualTo(("test.kubecontroller.dev/v1", "Widget", "a", "uid-a", (bool?)true, (bool?)true)));
        Assert.That(owned.IsControlledBy(owner));
        Assert.That(owned.IsControlledBy(Widget.Named("a", metadata => metadata.Uid = "created anew")), Is.False);
    }

    [Test]
    public void ControlledBy_AnotherController_Refused() => Assert.That(
        () => Owned().ControlledBy(Widget.Named("a")).ControlledBy(Widget.Named("b")),
        Throws.InvalidOperationException.With.Message.EqualTo("Widget 'default/b' cannot be the controller of 'default/owned': Widget 'a' is."));

    [Test]
    public void ControlledBy_OtherNamespaceOrNoUid_Refused()
    {
        Assert.That(() => Owned().ControlledBy(Widget.Named("a", metadata => metadata.NamespaceProperty = "other")), Throws.InvalidOperationException);
        Assert.That(() => Owned().ControlledBy(Widget.Named("a", metadata => metadata.Uid = null)), Throws.InvalidOperationException);
        Assert.That(() => Owned().ControlledBy(Widget.Named("a", metadata => metadata.NamespaceProperty = null)), Throws.Nothing, "cluster-scoped");
    }

    [Test]
    public void SetCondition_NewChangedAndEqual_TransitionTimeMovesWithTheStatusAlone()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var conditions = new List<V1Condition>();
        Assert.That(conditions.SetCondition(Ready("False", "Starting"), time), Is.True);
        time.Advance(TimeSpan.FromHours(1));
        Assert.That(conditions.SetCondition(Ready("False", "Starting"), time), Is.False, "nothing changed");
        Assert.That(conditions.SetCondition(Ready("False", "Pulling"), time), Is.True);
        Assert.That(conditions.Single().LastTransitionTime, Is.EqualTo(DateTime.UnixEpoch));
        Assert.That(conditions.SetCondition(Ready("True", "Up"), time), Is.True);
        Assert.That(conditions.Single().LastTransitionTime, Is.EqualTo(DateTime.UnixEpoch.AddHours(1)));
    }

    private static V1Condition Ready(string status, string reason) => new() { Type = "Ready", Status = status, Reason = reason };

    private static V1ConfigMap Owned() => new() { Metadata = new() { Name = "owned", NamespaceProperty = "default" } };
}
