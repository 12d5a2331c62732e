using k8s.Models;
using KubeController.Informers.Storage;
using static KubeController.Informers.Tests.Support.Maps;

namespace KubeController.Informers.Tests;

public sealed class StoreTests
{
    [Test]
    public void TryGet_Absent_IsFalse()
    {
        var store = new Store<V1ConfigMap>([]);
        Assert.That(store.TryGet(new("default", "a"), out var resource), Is.False);
        Assert.That(resource, Is.Null);
    }

    [Test]
    public void List_Namespace_HasOnlyItsObjects()
    {
        var store = new Store<V1ConfigMap>([Map("a", 1), Map("b", 2, space: "other"), Map("c", 3)]);
        Assert.That(store.List("default").Select(map => map.Metadata.Name), Is.EquivalentTo(new[] { "a", "c" }));
        Assert.That(store.List("nowhere"), Is.Empty);
        Assert.That(store.List(), Has.Count.EqualTo(3));
    }

    [Test]
    public void AddIndex_ObjectsThereAlready_AreFound()
    {
        var store = new Store<V1ConfigMap>([Map("a", 1, label: "x"), Map("b", 2, label: "y"), Map("c", 3)]);
        store.AddIndex("label", ByLabel);
        Assert.That(store.ByIndex("label", "x").Single().Metadata.Name, Is.EqualTo("a"));
        Assert.That(store.ValuesOfIndex("label"), Is.EquivalentTo(new[] { "x", "y" }));
    }

    [Test]
    public void AddIndex_SameNameTwice_IsRefused()
    {
        var store = new Store<V1ConfigMap>([]);
        Assert.That(
            () => store.AddIndex(StoreIndexes.Namespace, ByLabel),
            Throws.ArgumentException.With.Message.StartsWith("There is an index 'namespace' already. Choose another name."));
    }

    [Test]
    public void AddIndex_FunctionThrows_IsNotAdded()
    {
        var store = new Store<V1ConfigMap>([Map("a", 1)]);
        Assert.That(() => store.AddIndex("bad", _ => throw new InvalidDataException()), Throws.TypeOf<InvalidDataException>());
        Assert.That(() => store.ByIndex("bad", "x"), Throws.ArgumentException);
    }

    [Test]
    public void ByIndex_UnknownIndex_NamesThoseThereAre()
    {
        var store = new Store<V1ConfigMap>([]);
        Assert.That(
            () => store.ByIndex("owner", "x"),
            Throws.ArgumentException.With.Message.StartsWith("There is no index 'owner'. Add it with AddIndex; there are: namespace."));
    }

    [Test]
    public void ByIndex_ObjectChangesItsValues_MovesWithThem()
    {
        var writer = new StoreWriter<V1ConfigMap>((_, _, error) => throw error, TimeProvider.System);
        var store = new Store<V1ConfigMap>(writer, StateReader<V1ConfigMap>.Live);
        store.AddIndex("label", ByLabel);
        writer.Fill(Stored("a", 1, label: "x"));
        writer.Fill(Stored("a", 2, label: "y"));
        Assert.That(store.CountByIndex("label", "x"), Is.Zero);
        Assert.That(store.CountByIndex("label", "y"), Is.EqualTo(1));
        Assert.That(store.ValuesOfIndex("label"), Is.EqualTo(new[] { "y" }), "A value that nobody has any more is forgotten.");
    }

    [Test]
    public void ByIndex_SeveralValues_IsFoundUnderEach_UntilDeleted()
    {
        var writer = new StoreWriter<V1ConfigMap>((_, _, error) => throw error, TimeProvider.System);
        var store = new Store<V1ConfigMap>(writer, StateReader<V1ConfigMap>.Live);
        store.AddIndex("letters", map => map.Metadata.Name.Select(letter => letter.ToString()));
        writer.Fill(Stored("aba", 1));
        writer.Fill(Stored("b", 2));
        Assert.That(store.CountByIndex("letters", "b"), Is.EqualTo(2));
        Assert.That(store.CountByIndex("letters", "a"), Is.EqualTo(1));
        writer.RemoveLocked(Stored("aba", 3), ChangeOrigin.Watch, _ => { });
        Assert.That(store.ValuesOfIndex("letters"), Is.EqualTo(new[] { "b" }));
    }

    [Test]
    public void ByIndex_ObjectWasMutatedByAReader_IsWithdrawnAllTheSame()
    {
        var writer = new StoreWriter<V1ConfigMap>((_, _, error) => throw error, TimeProvider.System);
        var store = new Store<V1ConfigMap>(writer, StateReader<V1ConfigMap>.Live);
        store.AddIndex("label", ByLabel);
        writer.Fill(Stored("a", 1, label: "x"));
        store.List().Single().Metadata.Labels["app"] = "mutated";
        writer.Fill(Stored("a", 2, label: "y"));
        Assert.That(store.ValuesOfIndex("label"), Is.EqualTo(new[] { "y" }));
    }

    [Test]
    public void Index_FunctionThrowsForALaterState_ObjectIsServedButNotFoundByIt()
    {
        var faults = new List<string>();
        var writer = new StoreWriter<V1ConfigMap>((index, key, _) => faults.Add($"{index} {key}"), TimeProvider.System);
        var store = new Store<V1ConfigMap>(writer, StateReader<V1ConfigMap>.Live);
        store.AddIndex("label", map => map.Metadata.ResourceVersion == "2" ? throw new InvalidDataException() : ByLabel(map));
        writer.Fill(Stored("a", 1, label: "x"));
        writer.Fill(Stored("a", 2, label: "x"));
        Assert.That(faults, Is.EqualTo(new[] { "label default/a" }));
        Assert.That(store.List().Single().Metadata.ResourceVersion, Is.EqualTo("2"));
        Assert.That(store.CountByIndex("label", "x"), Is.Zero);
    }

    [Test]
    public void Index_FunctionGivesNullForALaterState_ObjectIsServedButNotFoundByIt()
    {
        var faults = new List<string>();
        var writer = new StoreWriter<V1ConfigMap>((index, key, _) => faults.Add($"{index} {key}"), TimeProvider.System);
        var store = new Store<V1ConfigMap>(writer, StateReader<V1ConfigMap>.Live);
        store.AddIndex("label", map => [.. ByLabel(map), .. map.Metadata.ResourceVersion == "2" ? ["z", null!] : Array.Empty<string>()]);
        writer.Fill(Stored("a", 1, label: "x"));
        writer.Fill(Stored("a", 2, label: "y"));
        Assert.That(faults, Is.EqualTo(new[] { "label default/a" }));
        Assert.That(store.List().Single().Metadata.ResourceVersion, Is.EqualTo("2"));
        Assert.That(store.ValuesOfIndex("label"), Is.Empty);
    }

    // Readers that look while a writer replaces everything see one world or the other. E29.
    [Test]
    [CancelAfter(60_000)]
    public async Task List_DuringRelists_SeesOneWorldOrTheOther(CancellationToken cancellationToken)
    {
        var writer = new StoreWriter<V1ConfigMap>((_, _, error) => throw error, TimeProvider.System);
        var store = new Store<V1ConfigMap>(writer, StateReader<V1ConfigMap>.Live);
        store.AddIndex("label", ByLabel);
        var worlds = new[] { World("red", 40), World("blue", 70) };
        Replace(writer, worlds[0], 1);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(
            () =>
            {
                var seen = new HashSet<(int, string)>();
                while (!stop.IsCancellationRequested)
                {
                    var all = store.List();
                    seen.Add((all.Count, string.Join(',', all.Select(map => map.Metadata.Labels["app"]).Distinct())));
                }

                return seen;
            },
            cancellationToken)).ToList();
        for (var round = 2; round < 400; round++)
        {
            Replace(writer, worlds[round % 2], round);
        }

        await stop.CancelAsync();
        foreach (var reader in readers)
        {
            Assert.That(await reader, Is.SubsetOf(new[] { (40, "red"), (70, "blue") }));
        }
    }

    private static List<Stored<V1ConfigMap>> World(string label, int count) => [.. Enumerable.Range(1, count).Select(i => Stored($"{label}-{i}", i, label: label))];

    private static void Replace(StoreWriter<V1ConfigMap> writer, List<Stored<V1ConfigMap>> world, int version)
    {
        var draft = new ListDraft<V1ConfigMap>(writer.Content) { ResourceVersion = $"{version}" };
        world.ForEach(draft.Add);
        lock (writer.Lock)
        {
            writer.ReplaceLocked(draft, ChangeOrigin.Relist, _ => { });
        }
    }
}
