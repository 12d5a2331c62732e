using System.Text.Json.Nodes;
using KubeController.Testing.Resources;
using KubeController.Testing.Storage;

namespace KubeController.Testing.Tests.Storage;

public sealed class RevisionStoreTests
{
    private static readonly ResourceDefinition Definition = new()
    {
        Group = "",
        Version = "v1",
        Kind = "ConfigMap",
        ListKind = "ConfigMapList",
        Plural = "configmaps",
        Singular = "configmap",
        Namespaced = true,
    };

    [Test]
    public void TryPut_OfTwoObjects_CountsOneRevisionForEach()
    {
        var store = new RevisionStore(100);
        var start = store.Revision;
        Assert.That(store.TryPut(Definition, null, Object("a"), out var first), Is.True);
        Assert.That(store.TryPut(Definition, null, Object("b"), out var second), Is.True);
        Assert.That((first!.Revision, second!.Revision), Is.EqualTo((start + 1, start + 2)));
        Assert.That(first.Metadata["resourceVersion"]!.GetValue<string>(), Is.EqualTo($"{start + 1}"));
    }

    [Test]
    public void TryPut_ExpectingWhatHasChanged_FailsAndShowsWhatIsThere()
    {
        var store = new RevisionStore(100);
        store.TryPut(Definition, null, Object("a"), out var first);
        store.TryPut(Definition, first, Object("a"), out var second);
        var revision = store.Revision;
        Assert.That(store.TryPut(Definition, first, Object("a"), out var present), Is.False);
        Assert.That(present, Is.SameAs(second));
        Assert.That(store.Revision, Is.EqualTo(revision), "A write that fails consumes no revision.");
    }

    [Test]
    public void TryDelete_OfPresent_KeepsTheLastStateWithTheRevisionOfTheDelete()
    {
        var store = new RevisionStore(100);
        store.TryPut(Definition, null, Object("a"), out var stored);
        Assert.That(store.TryDelete(stored!, out var last), Is.True);
        Assert.That(last!.Revision, Is.EqualTo(stored!.Revision + 1));
        Assert.That(store.Find("configmaps", "ns", "a"), Is.Null);
        var change = store.ReadChanges("configmaps", stored.Revision).Changes.Single();
        Assert.That((change.IsDeletion, change.Current.Revision), Is.EqualTo((true, last.Revision)));
    }

    [Test]
    public void ReadAsOf_OfAnOldRevision_ShowsTheObjectsOfThen()
    {
        var store = new RevisionStore(100);
        store.TryPut(Definition, null, Object("a"), out var a);
        store.TryPut(Definition, null, Object("b"), out _);
        store.TryDelete(a!, out _);
        string[] Names(long revision) => [.. store.ReadAsOf("configmaps", revision)!.Objects.Select(stored => stored.Name)];
        Assert.That(Names(a!.Revision), Is.EqualTo(new[] { "a" }));
        Assert.That(Names(a.Revision + 1), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(Names(a.Revision + 2), Is.EqualTo(new[] { "b" }));
        Assert.That(Names(a.Revision - 1), Is.Empty);
    }

    [Test]
    public void ReadChanges_BehindTheWindow_IsExpired()
    {
        var store = new RevisionStore(historySize: 2);
        store.TryPut(Definition, null, Object("a"), out var first);
        foreach (var name in (string[])["b", "c", "d"])
        {
            store.TryPut(Definition, null, Object(name), out _);
        }

        Assert.That(store.ReadChanges("configmaps", first!.Revision).IsExpired, Is.True);
        Assert.That(store.ReadChanges("configmaps", first.Revision + 1).Changes.Select(change => change.Current.Name), Is.EqualTo(new[] { "c", "d" }));
        Assert.That(store.OldestRevision("configmaps"), Is.EqualTo(first.Revision + 1));
    }

    [Test]
    public void Compact_WithARunningReader_ForgetsForNewReadersOnly()
    {
        var store = new RevisionStore(100);
        store.TryPut(Definition, null, Object("a"), out var first);
        store.TryPut(Definition, null, Object("b"), out _);
        store.Compact();
        Assert.That(store.OldestRevision("configmaps"), Is.EqualTo(store.Revision));
        Assert.That(store.ReadAsOf("configmaps", first!.Revision), Is.Null);
        Assert.That(store.ReadChanges("configmaps", first.Revision).Changes, Has.Count.EqualTo(1));
    }

    [Test]
    [CancelAfter(10_000)]
    public async Task ReadChanges_WithNothingNew_WakesAtTheNextWriteOfTheKind(CancellationToken cancellationToken)
    {
        var store = new RevisionStore(100);
        var batch = store.ReadChanges("configmaps", store.Revision);
        Assert.That(batch.Next!.IsCompleted, Is.False);
        store.TryPut(Definition with { Plural = "others" }, null, Object("x"), out _);
        Assert.That(batch.Next.IsCompleted, Is.False);
        store.TryPut(Definition, null, Object("a"), out _);
        await batch.Next.WaitAsync(cancellationToken);
    }

    [Test]
    public void From_WithANamespaceAndAStart_TakesTheRangeInByteOrder()
    {
        var store = new RevisionStore(100);
        foreach (var (ns, name) in ((string, string)[])[("a-b", "x"), ("a", "z"), ("a", "y"), ("a", "z0"), ("b", "w")])
        {
            store.TryPut(Definition, null, Object(name, ns), out _);
        }

        var snapshot = store.Read("configmaps");
        Assert.That(snapshot.From("", null).Select(stored => stored.Key), Is.EqualTo(new[] { "a-b/x", "a/y", "a/z", "a/z0", "b/w" }));
        Assert.That(snapshot.From("a", null).Select(stored => stored.Name), Is.EqualTo(new[] { "y", "z", "z0" }));
        Assert.That(snapshot.From("a", "a/y\0").Select(stored => stored.Name), Is.EqualTo(new[] { "z", "z0" }));
        Assert.That(snapshot.CountAfter("a", "a/y"), Is.EqualTo(2));
        Assert.That(snapshot.CountAfter("", "a/y"), Is.EqualTo(3));
    }

    [Test]
    public void TryPut_ByManyWritersOfOneObject_LosesNothing()
    {
        var store = new RevisionStore(10_000);
        Parallel.For(0, 8, writer =>
        {
            for (var i = 0; i < 100; i++)
            {
                StoredObject? seen;
                do
                {
                    seen = store.Find("configmaps", "ns", "counter");
                    var next = Object("counter");
                    next["count"] = (seen?.Tree["count"]?.GetValue<int>() ?? 0) + 1;
                    if (store.TryPut(Definition, seen, next, out _))
                    {
                        break;
                    }
                }
                while (true);
            }
        });
        Assert.That(store.Find("configmaps", "ns", "counter")!.Tree["count"]!.GetValue<int>(), Is.EqualTo(800));
        var revisions = store.ReadChanges("configmaps", 1).Changes.Select(change => change.Revision).ToArray();
        Assert.That(revisions, Is.EqualTo(Enumerable.Range(2, 800).Select(i => (long)i)));
    }

    private static JsonObject Object(string name, string ns = "ns") => new()
    {
        ["kind"] = "ConfigMap",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns },
    };
}
