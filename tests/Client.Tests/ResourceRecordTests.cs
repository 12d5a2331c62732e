using System.Net;
using System.Text;
using k8s.Models;
using KubeController.Client.Tests.Scripts;

namespace KubeController.Client.Tests;

public sealed class ResourceRecordTests
{
    private const string Managed = "\"managedFields\":[{\"manager\":\"m\",\"fieldsV1\":{\"f:data\":{}}}]";

    [TestCase("""{"metadata":{"name":"a",MANAGED},"data":{"a":"b"}}""", """{"metadata":{"name":"a"},"data":{"a":"b"}}""")]
    [TestCase("""{"metadata":{MANAGED,"name":"a"},"data":{"a":"b"}}""", """{"metadata":{"name":"a"},"data":{"a":"b"}}""")]
    [TestCase("""{"metadata":{"uid":"u",MANAGED,"name":"a"}}""", """{"metadata":{"uid":"u","name":"a"}}""")]
    [TestCase("""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a"}}""", """{"metadata":{"name":"a"}}""")]
    [TestCase("""{"metadata":{"name":"a"},"apiVersion":"v1","kind":"ConfigMap"}""", """{"metadata":{"name":"a"}}""")]
    [TestCase("""{"kind":"ConfigMap","metadata":{"name":"a",MANAGED},"apiVersion":"v1","data":null}""", """{"metadata":{"name":"a"},"data":null}""")]
    public async Task Json_WhateverTheOrder_LacksManagedFieldsKindAndVersionAlone(string sent, string kept)
    {
        var record = await ReadAsync(sent.Replace("MANAGED", Managed, StringComparison.Ordinal));
        Assert.That(Encoding.UTF8.GetString(record.Json.Span), Is.EqualTo(kept));
        Assert.That(record.ReadMetadata().Name, Is.EqualTo("a"));
    }

    [Test]
    public async Task Read_Record_IsTheObjectThatAPlainListGives_AndFreshEachTime()
    {
        var list = new ListWatch<V1ConfigMap>(Connect.To(Answering(Bodies.List(Bodies.ConfigMap("a")))));
        var record = await OnlyAsync(list.ListRecordsAsync());
        var (one, other) = (list.Read(record), list.Read(record));
        Assert.That(one, Is.Not.SameAs(other));
        Assert.That((one.Kind, one.ApiVersion, one.Data["a"], one.Metadata.ResourceVersion), Is.EqualTo(("ConfigMap", "v1", "b", "5")));
    }

    [Test]
    public async Task ReadMetadata_EveryField_IsThere()
    {
        var metadata = (await ReadAsync("""
            {"metadata":{"name":"a","namespace":"b","uid":"u","resourceVersion":"7","generation":3,"creationTimestamp":"2030-01-02T03:04:05Z","deletionTimestamp":"2030-01-02T03:04:06Z",
            "labels":{"app":"w\u0065b"},"annotations":{"x":"y"},"finalizers":["f","g"],"ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"p","uid":"pu","controller":true}]}}
            """)).ReadMetadata();
        Assert.That((metadata.Key, metadata.Uid, metadata.ResourceVersion, metadata.Generation), Is.EqualTo((new NamespacedName("b", "a"), "u", "7", (long?)3)));
        Assert.That((metadata.CreationTimestamp!.Value.Second, metadata.DeletionTimestamp!.Value.Second), Is.EqualTo((5, 6)));
        Assert.That((metadata.Labels["app"], metadata.Annotations["x"], metadata.OwnerReferences.Single().Uid), Is.EqualTo(("web", "y", "pu")));
        Assert.That(metadata.Finalizers, Is.EqualTo(new[] { "f", "g" }));
    }

    [Test]
    public async Task ReadMetadata_NotAsItShouldBe_IsAsIfItWereAbsent()
    {
        var metadata = (await ReadAsync("""{"metadata":{"name":"a","labels":7,"annotations":{"n":1,"t":"x"},"generation":"3","ownerReferences":{},"finalizers":null}}""")).ReadMetadata();
        Assert.That((metadata.Labels.Count, metadata.Annotations.Count, metadata.Generation, metadata.OwnerReferences.Count, metadata.Finalizers.Count),
            Is.EqualTo((0, 1, (long?)null, 0, 0)));
    }

    [Test]
    public async Task HasSame_OtherOrderOfLabels_IsTheSame()
    {
        var one = (await ReadAsync("""{"metadata":{"name":"a","labels":{"a":"1","b":"2"}}}""")).ReadMetadata();
        var other = (await ReadAsync("""{"metadata":{"name":"a","labels":{"b":"2","a":"1"}}}""")).ReadMetadata();
        var third = (await ReadAsync("""{"metadata":{"name":"a","labels":{"b":"2","a":"0"}}}""")).ReadMetadata();
        Assert.That((one.HasSameLabelsAs(other), one.HasSameLabelsAs(third), one.HasSameAnnotationsAs(other)), Is.EqualTo((true, false, true)));
    }

    [Test]
    public async Task DropFields_NamedFields_AreLeftOut()
    {
        var options = new RecordOptions { DropFields = ["/data/a", "/status", "/metadata/annotations/example.com~1notes"] };
        var record = await ReadAsync("""{"status":{"x":[1]},"metadata":{"name":"a","annotations":{"example.com/notes":"n","k":"v"}},"data":{"a":"b"}}""", options);
        Assert.That(Encoding.UTF8.GetString(record.Json.Span), Is.EqualTo("""{"metadata":{"name":"a","annotations":{"k":"v"}},"data":{}}"""));
    }

    [TestCase("status")]
    [TestCase("/")]
    [TestCase("/metadata")]
    [TestCase("/metadata/name")]
    public void DropFields_NoPointerOrNeeded_IsRefused(string pointer) =>
        Assert.That(() => new RecordOptions { DropFields = [pointer] }, Throws.ArgumentException.With.Message.StartsWith($"'{pointer}' cannot be dropped."));

    [TestCase("5", true)]
    [TestCase("6", false)]
    public async Task Known_SameVersion_IsGivenInsteadOfACopy(string version, bool isGiven)
    {
        var known = await ReadAsync(Bodies.ConfigMap("a"));
        var read = await ReadAsync(Bodies.ConfigMap("a", version), new() { Known = key => key.Name == "a" ? known : null });
        Assert.That(ReferenceEquals(read, known), Is.EqualTo(isGiven));
    }

    [Test]
    public async Task List_OneIsOfAnotherKindOrNameless_OthersAreRecords()
    {
        var body = Bodies.List($$$"""{{{Bodies.ConfigMap("a")}}},{"kind":"Table","metadata":{"name":"t"}},{"metadata":{}},7,{{{Bodies.ConfigMap("b")}}}""");
        var list = new ListWatch<V1ConfigMap>(Connect.To(Answering(body)));
        var pages = new List<ListPage<ResourceRecord>>();
        await foreach (var page in list.ListRecordsAsync())
        {
            pages.Add(page);
        }

        Assert.That(pages.Single().Items.Select(record => record.Key.Name), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(pages.Single().Undecodable.Select(one => one.Error.Message), Is.EqualTo(new[]
        {
            "The object is a Table instead of a ConfigMap.", "The ConfigMap has no metadata.name.", "The object is a JSON Number.",
        }));
    }

    private static ScriptedHandler Answering(string body) => new ScriptedHandler().Then(HttpStatusCode.OK, body);

    private static Task<ResourceRecord> ReadAsync(string item, RecordOptions? options = null) =>
        OnlyAsync(new ListWatch<V1ConfigMap>(Connect.To(Answering(Bodies.List(item)))).ListRecordsAsync(null, options));

    private static async Task<ResourceRecord> OnlyAsync(IAsyncEnumerable<ListPage<ResourceRecord>> pages)
    {
        await foreach (var page in pages)
        {
            Assert.That(page.Undecodable.Select(one => one.Error.ToString()), Is.Empty);
            return page.Items.Single();
        }

        throw new InvalidOperationException("There is no page.");
    }
}
