using k8s.Models;
using KubeController.Client;
using KubeController.Reconcilers.Tests.Support;

namespace KubeController.Reconcilers.Tests.Writing;

public sealed class OwnerExtensionsTests
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
    public void ControlledBy_BlockOwnerDeletion_IsTheCallersChoice() =>
        Assert.That(Owned().ControlledBy(Widget.Named("a"), blockOwnerDeletion: false).ControllerOf()?.BlockOwnerDeletion, Is.False);

    [Test]
    public void OwnedBy_SeveralOwners_OneReferenceEachAndNoneIsTheController()
    {
        var (a, b) = (Widget.Named("a"), Widget.Named("b"));
        var owned = Owned().OwnedBy(a).OwnedBy(b).OwnedBy(a, blockOwnerDeletion: true);
        Assert.That(
            owned.Metadata.OwnerReferences.Select(reference => (reference.Uid, reference.Controller, reference.BlockOwnerDeletion)),
            Is.EqualTo(new[] { ("uid-a", (bool?)null, (bool?)true), ("uid-b", null, null) }));
        Assert.That((owned.HasOwner(a), owned.HasOwner(Widget.Named("c")), owned.ControllerOf()), Is.EqualTo((true, false, (V1OwnerReference?)null)));
    }

    [Test]
    public void OwnedBy_TheController_StaysTheController()
    {
        var a = Widget.Named("a");
        Assert.That(Owned().ControlledBy(a).OwnedBy(a).IsControlledBy(a));
    }

    [Test]
    public void OwnedBy_OtherNamespaceOrNoUid_Refused()
    {
        Assert.That(
            () => Owned().OwnedBy(Widget.Named("a", metadata => metadata.NamespaceProperty = "other")),
            Throws.InvalidOperationException.With.Message.EqualTo("Widget 'other/a' cannot own 'default/owned': an owner lives in the namespace of what it owns, or in none."));
        Assert.That(() => Owned().OwnedBy(Widget.Named("a", metadata => metadata.Uid = null)), Throws.InvalidOperationException);
        var clusterScoped = new V1Namespace { Metadata = new() { Name = "n" } };
        Assert.That(() => clusterScoped.OwnedBy(Widget.Named("a")), Throws.InvalidOperationException, "a namespaced one owns no cluster-scoped one");
    }

    [Test]
    public void OwnedBy_ADynamicObject_ReferenceSaysWhatTheObjectSays()
    {
        var owner = new DynamicObject(new("example.com", "v2", "Site", "sites"), new("default", "s"));
        owner.Metadata.Uid = "uid-s";
        var reference = Owned().OwnedBy(owner).Metadata.OwnerReferences.Single();
        Assert.That((reference.ApiVersion, reference.Kind, reference.Name), Is.EqualTo(("example.com/v2", "Site", "s")));
    }

    [Test]
    public void RemoveOwner_OneOfTwo_TheOtherStays()
    {
        var (a, b) = (Widget.Named("a"), Widget.Named("b"));
        var owned = Owned().ControlledBy(a).OwnedBy(b);
        Assert.That((owned.RemoveOwner(a), owned.RemoveOwner(a)), Is.EqualTo((true, false)));
        Assert.That(owned.Metadata.OwnerReferences.Single().Uid, Is.EqualTo("uid-b"));
    }

    private static V1ConfigMap Owned() => new() { Metadata = new() { Name = "owned", NamespaceProperty = "default" } };
}
