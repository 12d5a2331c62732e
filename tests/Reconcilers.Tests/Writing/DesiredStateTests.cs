using System.Text;
using k8s.Models;
using KubeController.Reconcilers.Tests.Support;
using KubeController.Reconcilers.Writing;

namespace KubeController.Reconcilers.Tests.Writing;

public sealed class DesiredStateTests
{
    [Test]
    public void IsShownBy_FieldsOfOthers_AreNoDifference()
    {
        var live = Map(("ours", "1"), ("theirs", "2"));
        live.Metadata.Annotations = new Dictionary<string, string> { ["theirs"] = "x" };
        live.Metadata.ResourceVersion = "7";
        var desired = Map(("ours", "1"));
        desired.Metadata.Annotations = new Dictionary<string, string>();
        Assert.That(DesiredState.IsShownBy(desired, live));
        Assert.That(DesiredState.IsShownBy(Map(("ours", "2")), live), Is.False);
        Assert.That(DesiredState.IsShownBy(Map(("missing", "1")), live), Is.False);
    }

    [Test]
    public void IsShownBy_ListsWithMergeKeys_ComparedItemByItem()
    {
        var live = Pod(("web", "web:1"), ("sidecar", "injected:1"));
        Assert.That(DesiredState.IsShownBy(Pod(("web", "web:1")), live));
        Assert.That(DesiredState.IsShownBy(Pod(("web", "web:2")), live), Is.False);
        Assert.That(DesiredState.IsShownBy(Pod(("other", "web:1")), live), Is.False);
    }

    [Test]
    public void IsShownBy_PortsOfTheSameNumber_ToldApartByProtocolWithItsDefault()
    {
        var live = Service(new V1ServicePort { Port = 53, Protocol = "UDP", Name = "dns" }, new V1ServicePort { Port = 53, Protocol = "TCP", Name = "dns-tcp" });
        Assert.That(DesiredState.IsShownBy(Service(new V1ServicePort { Port = 53, Name = "dns-tcp" }), live));
        Assert.That(DesiredState.IsShownBy(Service(new V1ServicePort { Port = 53, Name = "dns" }), live), Is.False, "TCP by default");
    }

    [Test]
    public void IsShownBy_OtherLists_ComparedAsAWhole()
    {
        var live = Pod(("web", "web:1"));
        live.Spec.Containers[0].Args = ["a", "b"];
        var desired = Pod(("web", "web:1"));
        desired.Spec.Containers[0].Args = ["a"];
        Assert.That(DesiredState.IsShownBy(desired, live), Is.False);
        desired.Spec.Containers[0].Args = ["a", "b"];
        Assert.That(DesiredState.IsShownBy(desired, live));
        desired.Spec.Containers[0].Args = ["b", "a"];
        Assert.That(DesiredState.IsShownBy(desired, live), Is.False, "in order");
    }

    [Test]
    public void IsShownBy_PortsOfANetworkPolicy_AreOneValue()
    {
        Assert.That(DesiredState.IsShownBy(Policy(80), Policy(80, 443)), Is.False, "a port that is no longer wanted is open");
        Assert.That(DesiredState.IsShownBy(Policy(80), Policy(80)));

        static V1NetworkPolicy Policy(params int[] ports) =>
            new() { Spec = new() { PodSelector = new(), Ingress = [new() { Ports = [.. ports.Select(port => new V1NetworkPolicyPort { Port = port })] }] } };
    }

    [Test]
    public void IsShownBy_ListsOfACustomResource_ComparedAsAWhole()
    {
        var live = Widget.Named("a", metadata => metadata.OwnerReferences = [Reference("1"), Reference("2")]);
        Assert.That(DesiredState.IsShownBy(Widget.Named("a", metadata => metadata.OwnerReferences = [Reference("2")]), live), "but for its metadata");
        Assert.That(DesiredState.IsShownBy(Widget.Named("a", metadata => metadata.OwnerReferences = [Reference("3")]), live), Is.False);
        Assert.That(MergeKeys.Of("containers", "spec", isBuiltIn: false), Is.Null);

        static V1OwnerReference Reference(string uid) => new() { ApiVersion = "v1", Kind = "ConfigMap", Name = "owner", Uid = uid };
    }

    [Test]
    public void IsShownBy_EmptyObject_SaysSomethingUnlessItIsAMap()
    {
        var (live, desired) = (Pod(("web", "web:1")), Pod(("web", "web:1")));
        live.Spec.Volumes = [new() { Name = "work", HostPath = new() { Path = "/tmp" } }];
        desired.Spec.Volumes = [new() { Name = "work", EmptyDir = new() }];
        Assert.That(DesiredState.IsShownBy(desired, live), Is.False);
        desired.Spec.Volumes = null;
        desired.Spec.NodeSelector = new Dictionary<string, string>();
        Assert.That(DesiredState.IsShownBy(desired, live));
    }

    [Test]
    public void IsShownBy_StringDataOfASecret_ComparedWithItsData()
    {
        var live = new V1Secret { Data = new Dictionary<string, byte[]> { ["key"] = Encoding.UTF8.GetBytes("value") } };
        Assert.That(DesiredState.IsShownBy(new V1Secret { StringData = new Dictionary<string, string> { ["key"] = "value" } }, live));
        Assert.That(DesiredState.IsShownBy(new V1Secret { StringData = new Dictionary<string, string> { ["key"] = "other" } }, live), Is.False);
    }

    private static V1ConfigMap Map(params (string Key, string Value)[] data) =>
        new() { Metadata = new() { Name = "a", NamespaceProperty = "default" }, Data = data.ToDictionary(entry => entry.Key, entry => entry.Value) };

    private static V1Pod Pod(params (string Name, string Image)[] containers) =>
        new() { Spec = new() { Containers = [.. containers.Select(container => new V1Container { Name = container.Name, Image = container.Image })] } };

    private static V1Service Service(params V1ServicePort[] ports) => new() { Spec = new() { Ports = ports } };
}
