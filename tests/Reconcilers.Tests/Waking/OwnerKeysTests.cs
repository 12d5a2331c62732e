using k8s.Models;
using KubeController.Client;
using KubeController.Reconcilers.Tests.Support;
using KubeController.Reconcilers.Waking;

namespace KubeController.Reconcilers.Tests.Waking;

public sealed class OwnerKeysTests
{
    private static readonly ResourceType Widgets = ResourceType.Of<Widget>();

    [Test]
    public void Of_OwnerChanged_OldAndNewOwner() => Assert.That(
        KeysOf(Owned(Owner("a")), Owned(Owner("b"))),
        Is.EqualTo(new[] { new NamespacedName("default", "a"), new NamespacedName("default", "b") }));

    [Test]
    public void Of_OwnerUnchanged_Once() => Assert.That(KeysOf(Owned(Owner("a")), Owned(Owner("a"))), Has.Exactly(1).Items);

    [Test]
    public void Of_Deleted_ItsLastOwner() => Assert.That(KeysOf(Owned(Owner("a")), null), Has.Exactly(1).Items);

    [TestCase("test.kubecontroller.dev/v1", "Widget", 1)]
    [TestCase("test.kubecontroller.dev/v1beta1", "Widget", 1, Description = "the version does not matter")]
    [TestCase("other.dev/v1", "Widget", 0)]
    [TestCase("v1", "Widget", 0)]
    [TestCase("test.kubecontroller.dev/v1", "Gadget", 0)]
    public void Of_OwnersOfOtherTypes_NotOurs(string apiVersion, string kind, int count) => Assert.That(
        KeysOf(null, Owned(new V1OwnerReference { ApiVersion = apiVersion, Kind = kind, Name = "a", Controller = true })),
        Has.Exactly(count).Items);

    [Test]
    public void Of_CoreGroupOwner_KnownByTheVersionAlone()
    {
        var keys = new OwnerKeys(ResourceType.Of<V1ConfigMap>(), anyOwner: false, new());
        var owned = Owned(new V1OwnerReference { ApiVersion = "v1", Kind = "ConfigMap", Name = "a", Controller = true });
        Assert.That(keys.Of(Changes.Of(null, owned)), Has.Exactly(1).Items);
    }

    [TestCase(false, 1)]
    [TestCase(true, 2)]
    public void Of_OwnerThatIsNoController_OnlyIfAnyOwnerCounts(bool anyOwner, int count)
    {
        var keys = new OwnerKeys(Widgets, anyOwner, new());
        var other = Owner("b");
        other.Controller = null;
        Assert.That(keys.Of(Changes.Of(null, Owned(Owner("a"), other))), Has.Exactly(count).Items);
    }

    [Test]
    public void Of_ClusterScopedOwner_HasNoNamespace()
    {
        var scope = new PrimaryScope();
        scope.Learn(new("", "a"));
        Assert.That(new OwnerKeys(Widgets, anyOwner: false, scope).Of(Changes.Of(null, Owned(Owner("a")))), Is.EqualTo(new[] { new NamespacedName("", "a") }));
    }

    [Test]
    public void Of_NoOwners_Nobody() => Assert.That(KeysOf(null, Owned()), Is.Empty);

    private static NamespacedName[] KeysOf(V1ConfigMap? before, V1ConfigMap? after) =>
        [.. new OwnerKeys(Widgets, anyOwner: false, new()).Of(Changes.Of(before, after))];

    private static V1OwnerReference Owner(string name) => new() { ApiVersion = Widgets.ApiVersion, Kind = Widgets.Kind, Name = name, Controller = true };

    private static V1ConfigMap Owned(params V1OwnerReference[] owners) => new()
    {
        Metadata = new() { Name = "owned", NamespaceProperty = "default", OwnerReferences = owners.Length == 0 ? null : owners },
    };
}
