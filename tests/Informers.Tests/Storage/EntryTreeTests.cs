using k8s.Models;
using KubeController.Informers.Storage;
using static KubeController.Informers.Tests.Support.Maps;

namespace KubeController.Informers.Tests.Storage;

/// <summary>Random histories, against a sorted set.</summary>
public sealed class EntryTreeTests
{
    [Test]
    public void SetAndRemove_RandomHistories_EqualASortedSet([Range(1, 12)] int seed)
    {
        var random = new Random(seed);
        var names = seed % 3 == 0 ? 40 : 3000;
        var (tree, model) = (EntryTree<V1ConfigMap>.Empty, new SortedDictionary<string, Stored<V1ConfigMap>>(StringComparer.Ordinal));
        var snapshots = new List<(EntryTree<V1ConfigMap> Tree, string Content)>();
        for (var step = 0; step < 6000; step++)
        {
            var item = Stored($"n{random.Next(names):D4}", step);
            if (random.Next(10) < (step < 4000 ? 7 : 2))
            {
                (tree, model[item.Key.Name]) = (tree.Set("v", item), item);
            }
            else
            {
                tree = tree.Remove("v", item.Key);
                model.Remove(item.Key.Name);
            }

            if (step % 500 == 0)
            {
                snapshots.Add((tree, ContentOf(tree)));
                Assert.That(ContentOf(tree), Is.EqualTo(string.Join(' ', model.Values.Select(Describe))));
            }

            Assert.That(tree.Count, Is.EqualTo(model.Count));
            Assert.That(tree.Find("v", item.Key), Is.SameAs(model.GetValueOrDefault(item.Key.Name)));
        }

        Assert.That(snapshots.Select(one => ContentOf(one.Tree)), Is.EqualTo(snapshots.Select(one => one.Content)), "A tree never changes.");
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(32)]
    [TestCase(33)]
    [TestCase(1500)]
    public void Of_SortedEntries_RanksValuesAndSlicesAreThose(int count)
    {
        var entries = Enumerable.Range(0, count).Select(i => new Entry<V1ConfigMap>($"v{i / 7:D4}", Stored($"n{i:D4}", i))).ToArray();
        var tree = EntryTree<V1ConfigMap>.Of(entries);
        Assert.That(tree.All(), Is.EqualTo(entries));
        Assert.That(tree.Values(), Is.EqualTo(entries.Select(entry => entry.Value).Distinct()));
        foreach (var value in tree.Values())
        {
            Assert.That(tree.Slice(tree.RangeOf(value)), Is.EqualTo(entries.Where(entry => entry.Value == value)));
            Assert.That(tree.FirstOf(value), Is.SameAs(entries.First(entry => entry.Value == value).Item));
        }

        Assert.That((tree.RangeOf("nothing"), tree.FirstOf("nothing")), Is.EqualTo((0..0, (Stored<V1ConfigMap>?)null)));
    }

    private static string ContentOf(EntryTree<V1ConfigMap> tree) => string.Join(' ', tree.All().Select(entry => Describe(entry.Item)));

    private static string Describe(Stored<V1ConfigMap> item) => $"{item.Key.Name}@{item.ResourceVersion}";
}
