using k8s.Models;
using KubeController.Informers.Storage;
using static KubeController.Informers.Tests.Support.Maps;

namespace KubeController.Informers.Tests;

public sealed class StoreQueryTests
{
    // E74: namespace, selector and index, in every combination, against a plain filter.
    [Test]
    public void List_NamespaceAndSelector_IsWhatAFilterGives(
        [Values(null, "", "n1", "n2", "nowhere")] string? space,
        [Values(null, "app=x", "app!=x", "app in (x,y)", "!app", "app=x,app=y")] string? selector,
        [Values] bool isIndexed,
        [Values(0, 1, 4)] int limit)
    {
        var maps = Enumerable.Range(0, 40).Select(i => Map($"m{i:D2}", i + 1, label: (i % 4) switch { 0 => "x", 1 => "y", 2 => "z", _ => null }, space: (i % 3) switch { 0 => "n1", 1 => "n2", _ => "" })).ToList();
        var store = new Store<V1ConfigMap>(maps);
        if (isIndexed)
        {
            store.AddLabelIndex("app");
        }

        var labels = selector is null ? null : LabelSelector.Parse(selector);
        var (found, query) = (new List<string>(), new StoreQuery { Namespace = space, Labels = labels, Limit = limit });
        do
        {
            var page = store.List(query);
            Assert.That(page.Items, Has.Count.LessThanOrEqualTo(limit == 0 ? int.MaxValue : limit));
            found.AddRange(page.Items.Select(map => map.Metadata.Name));
            query = query with { Continue = page.Continue };
        }
        while (query.Continue is not null);

        var expected = maps
            .Where(map => (space is null || map.Metadata.NamespaceProperty == space) && (labels is null || labels.Matches((Dictionary<string, string>?)map.Metadata.Labels ?? [])))
            .OrderBy(map => map.Metadata.NamespaceProperty, StringComparer.Ordinal).ThenBy(map => map.Metadata.Name, StringComparer.Ordinal)
            .Select(map => map.Metadata.Name);
        Assert.That(found, Is.EqualTo(expected));
    }

    [Test]
    public void List_StoreChangesBetweenPages_PagesAreOfTheFirstMoment()
    {
        var writer = new StoreWriter<V1ConfigMap>((_, _, error) => throw error, TimeProvider.System);
        var store = new Store<V1ConfigMap>(writer, StateReader<V1ConfigMap>.Live);
        foreach (var name in "abcdef")
        {
            writer.Fill(Stored($"{name}", 1));
        }

        var first = store.List(new StoreQuery { Limit = 2 });
        writer.RemoveLocked(Stored("c", 9), ChangeOrigin.Watch, _ => { });
        writer.PutLocked(Stored("d", 10), ChangeOrigin.Watch, _ => { });
        writer.PutLocked(Stored("bb", 11), ChangeOrigin.Watch, _ => { });
        var second = store.List(new StoreQuery { Limit = 2, Continue = first.Continue });
        Assert.That(second.Items.Select(map => $"{map.Metadata.Name}@{map.Metadata.ResourceVersion}"), Is.EqualTo(new[] { "c@1", "d@1" }));
        Assert.That(store.List(new StoreQuery()).Items, Has.Count.EqualTo(6));
    }

    [Test]
    public void List_ContinuesAnotherQuery_IsRefused()
    {
        var store = new Store<V1ConfigMap>([Map("a", 1), Map("b", 2)]);
        var page = store.List(new StoreQuery { Limit = 1 });
        Assert.That(() => store.List(new StoreQuery { Namespace = "default", Continue = page.Continue }), Throws.ArgumentException);
    }

    [Test]
    public void ByIndex_SeveralIndexes_EachFindsItsOwn()
    {
        var store = new Store<V1ConfigMap>([Map("a", 1, label: "x"), Map("b", 2, label: "x"), Map("c", 3, label: "y")]);
        store.AddMetadataIndex("version", metadata => [metadata.ResourceVersion!]);
        store.AddLabelIndex("app");
        Assert.That(store.KeysByIndex("version", "2").Single().Name, Is.EqualTo("b"));
        Assert.That(store.MetadataByIndex(StoreIndexes.Label("app"), "x").Select(metadata => metadata.Name), Is.EqualTo(new[] { "a", "b" }));
        Assert.That((store.CountByIndex("label:app", "x"), store.CountByIndex("label:app", "z")), Is.EqualTo((2, 0)));
    }
}
