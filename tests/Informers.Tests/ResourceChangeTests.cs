using System.Text;
using k8s.Models;
using KubeController.Informers.Storage;

namespace KubeController.Informers.Tests;

public sealed class ResourceChangeTests
{
    [TestCase("""{"spec":{"a":1}}""", """{"spec":{"a":2}}""", "spec.a", true)]
    [TestCase("""{"spec":{"a":1}}""", """{"spec":{"a":2}}""", "spec", true)]
    [TestCase("""{"spec":{"a":1}}""", """{"spec":{"a":2}}""", "spec.b", false)]
    [TestCase("""{"spec":{"a":1,"b":[2]}}""", """{ "spec": {"b":[2], "a":1 } }""", "spec", false)]
    [TestCase("""{"spec":{"a":null}}""", """{"spec":{}}""", "spec.a", false)]
    [TestCase("""{"spec":{"a":{}}}""", """{"spec":{}}""", "spec.a", true)]
    [TestCase("""{"spec":"text"}""", """{"spec":{"a":1}}""", "spec.a", true)]
    [TestCase("""{"status":{"spec":{"a":1}},"spec":{"a":1}}""", """{"status":{"spec":{"a":2}},"spec":{"a":1}}""", "spec.a", false)]
    [TestCase("""{}""", """{"spec":{"a":[]}}""", "spec.a", true)]
    public void Differs_FieldOfTwoObjects_ByItsValueAlone(string before, string after, string path, bool expected) =>
        Assert.That(JsonField.Differs(Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after), path.Split('.')), Is.EqualTo(expected));

    [Test]
    public void HasChanged_Objects_ComparedByWhatTheirJsonWouldBe()
    {
        var change = new ResourceChange<V1Pod>(new("default", "a"), Pod("node-1"), Pod("node-2"), ChangeOrigin.Watch);
        Assert.That(change.HasChanged("spec", "nodeName"), Is.True);
        Assert.That(change.HasChanged("metadata"), Is.False);
        Assert.That(() => change.HasChanged(), Throws.ArgumentException.With.Message.Contains("Name a field"));
    }

    [Test]
    public void HasChanged_AddedOrDeleted_InEveryFieldThereIs()
    {
        var added = new ResourceChange<V1Pod>(new("default", "a"), null, Pod("node-1"), ChangeOrigin.Watch);
        var deleted = new ResourceChange<V1Pod>(new("default", "a"), Pod("node-1"), null, ChangeOrigin.Watch);
        Assert.That((added.HasChanged("spec"), added.HasChanged("status")), Is.EqualTo((true, false)));
        Assert.That((deleted.HasChanged("spec"), deleted.HasChanged("status")), Is.EqualTo((true, false)));
    }

    private static V1Pod Pod(string node) => new() { Metadata = new() { Name = "a" }, Spec = new() { NodeName = node } };
}
