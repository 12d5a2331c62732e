using CsCheck;
using KubeController.Testing.ManagedFields;

namespace KubeController.Testing.Tests.ManagedFields;

internal sealed class FieldSetTests
{
    private static readonly string[] Known = ["a", "a.b", "a.b.c", "a.c", "b", "b.c"];

    private static readonly Gen<HashSet<string>> Some = Gen.Int[0, 5].Array[0, 5].Select(numbers => numbers.Select(number => Known[number]).ToHashSet());

    private static readonly Gen<(HashSet<string> One, HashSet<string> Two)> Paths = Gen.Select(Some, Some);

    [Test]
    public void Operations_OnTrees_AreThoseOnSetsOfPaths() => Paths.Sample(pair =>
    {
        var (one, two) = (Set(pair.One), Set(pair.Two));
        Assert.That(Names(one.Union(two)), Is.EquivalentTo(pair.One.Union(pair.Two)));
        Assert.That(Names(one.Intersect(two)), Is.EquivalentTo(pair.One.Intersect(pair.Two)));
        Assert.That(Names(one.Except(two)), Is.EquivalentTo(pair.One.Except(pair.Two)));
        Assert.That(Names(one.ExceptBelow(two)), Is.EquivalentTo(pair.One.Where(path => !pair.Two.Any(other => path == other || path.StartsWith(other + ".", StringComparison.Ordinal)))));
        Assert.That(one.IsEmpty, Is.EqualTo(pair.One.Count == 0));
        Assert.That(pair.Two.All(path => one.Contains(Path(path)) == pair.One.Contains(path)));
    });

    private static FieldSet Set(IEnumerable<string> paths) => paths.Aggregate(FieldSet.Empty, (set, path) => set.Union(FieldSet.Of(Path(path))));

    private static IEnumerable<PathElement> Path(string path) => path.Split('.').Select(PathElement.Field);

    private static IEnumerable<string> Names(FieldSet set) => set.Paths().Select(path => string.Concat(path)[1..]);
}
