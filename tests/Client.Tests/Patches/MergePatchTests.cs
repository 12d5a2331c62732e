using System.Text.Json.Nodes;
using k8s.Models;

namespace KubeController.Client.Tests;

public sealed class MergePatchTests
{
    [Test]
    public void Annotation_KeyWithSlashesTildesAndQuotes_IsTakenAsItIs()
    {
        var patch = new MergePatch().Annotation("example.com/a~1\"b", "x\"y").Annotation("gone", null);
        Assert.That(
            JsonNode.DeepEquals(
                JsonNode.Parse(patch.ToString()),
                JsonNode.Parse("""{"metadata":{"annotations":{"example.com/a~1\"b":"x\"y","gone":null}}}""")),
            Is.True,
            patch.ToString());
    }

    [Test]
    public void Set_PathThroughAValue_MakesItAnObject() =>
        Assert.That(new MergePatch().Set("x", "a").Set("y", "a", "b").ToString(), Is.EqualTo("""{"a":{"b":"y"}}"""));

    [Test]
    public void Set_PartOfAnotherDocument_IsCopied()
    {
        var other = JsonNode.Parse("""{"a":[1]}""")!;
        Assert.That(new MergePatch().Set(other["a"], "b").ToString(), Is.EqualTo("""{"b":[1]}"""));
        Assert.That(other.ToJsonString(), Is.EqualTo("""{"a":[1]}"""));
    }

    [Test]
    public void Set_NoPath_IsRefused() => Assert.That(() => new MergePatch().Set("x"), Throws.ArgumentException);

    [Test]
    public void OnlyAt_Version_BecomesPrecondition() =>
        Assert.That(new MergePatch().OnlyAt("7").ToString(), Is.EqualTo("""{"metadata":{"resourceVersion":"7"}}"""));

    [Test]
    public void From_Model_LeavesOutWhatIsNull() =>
        Assert.That(
            MergePatch.From(new V1ConfigMap { Metadata = new() { Name = "x" }, Data = new Dictionary<string, string> { ["a"] = "b" } }).ToString(),
            Is.EqualTo("""{"data":{"a":"b"},"metadata":{"name":"x"}}"""));

    [Test]
    public void Between_AddedChangedRemoved_NamesThese()
    {
        var before = Pod("Pending", ("keep", "1"), ("change", "2"), ("remove", "3"));
        var after = Pod("Running", ("keep", "1"), ("change", "x"), ("add", "4"));
        Assert.That(
            JsonNode.DeepEquals(
                MergePatch.Between(before, after).Content,
                JsonNode.Parse("""{"metadata":{"labels":{"remove":null,"change":"x","add":"4"}},"status":{"phase":"Running"}}""")),
            Is.True);
    }

    [Test]
    public void Between_Same_IsEmpty() => Assert.That(MergePatch.Between(Pod("Running"), Pod("Running")).IsEmpty, Is.True);

    [Test]
    public void Between_ListChanged_HasTheWholeList()
    {
        var before = Pod("Running");
        var after = Pod("Running");
        before.Metadata.Finalizers = ["a", "b"];
        after.Metadata.Finalizers = ["b"];
        Assert.That(MergePatch.Between(before, after).ToString(), Is.EqualTo("""{"metadata":{"finalizers":["b"]}}"""));
    }

    private static V1Pod Pod(string phase, params (string Key, string Value)[] labels) => new()
    {
        Metadata = new() { Name = "x", Labels = labels.ToDictionary(label => label.Key, label => label.Value) },
        Status = new() { Phase = phase },
    };
}
