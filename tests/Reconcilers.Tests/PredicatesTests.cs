using KubeController.Informers;
using KubeController.Reconcilers.Tests.Support;

namespace KubeController.Reconcilers.Tests;

public sealed class PredicatesTests
{
    private static readonly Predicate<ResourceChange<Widget>>[] All =
        [Predicates.GenerationChanged, Predicates.LabelsChanged, Predicates.AnnotationsChanged, Predicates.ResourceVersionChanged,
         Predicates.FinalizersChanged, Predicates.StatusChanged, Predicates.FieldChanged<Widget>("spec", "size")];

    [TestCaseSource(nameof(All))]
    public void AnyOfThem_NewGoneOrReplaced_LetThrough(Predicate<ResourceChange<Widget>> predicate)
    {
        Assert.That(predicate(Changes.Of(null, Widget.Named("a"))), Is.True, "new");
        Assert.That(predicate(Changes.Of(Widget.Named("a"), null)), Is.True, "gone");
        Assert.That(predicate(Changes.Update(metadata => metadata.Uid = "another")), Is.True, "replaced");
    }

    [TestCaseSource(nameof(All))]
    public void AnyOfThem_DeletionStarts_LetThrough(Predicate<ResourceChange<Widget>> predicate) =>
        Assert.That(predicate(Changes.Update(metadata => metadata.DeletionTimestamp = DateTime.UnixEpoch)), Is.True);

    [Test]
    public void GenerationChanged_SameGeneration_Dropped() =>
        Assert.That(Predicates.GenerationChanged(Changes.Update(metadata => metadata.Labels = Labels("b"))), Is.False);

    [Test]
    public void GenerationChanged_OtherGeneration_LetThrough() =>
        Assert.That(Predicates.GenerationChanged(Changes.Update(metadata => metadata.Generation = 2)), Is.True);

    [Test]
    public void GenerationChanged_ObjectsWithoutGeneration_LetThrough() =>
        Assert.That(Predicates.GenerationChanged(Changes.Update(metadata => metadata.Generation = null, _ => { })), Is.True);

    [Test]
    public void GenerationChanged_FinalizerRemovedWhileDeleting_LetThrough() => Assert.That(
        Predicates.GenerationChanged(Changes.Update(
            metadata =>
            {
                metadata.DeletionTimestamp = DateTime.UnixEpoch;
                metadata.Finalizers = ["a/b", "c/d"];
            },
            metadata => metadata.Finalizers = ["a/b"])),
        Is.True);

    [TestCase(null, null, false)]
    [TestCase(null, "a", true)]
    [TestCase("a", null, true)]
    [TestCase("a", "b", true)]
    [TestCase("a", "a", false)]
    public void LabelsAndAnnotationsChanged_BeforeAndAfter_ByContent(string? before, string? after, bool expected)
    {
        var labels = Changes.Update(metadata => metadata.Labels = Labels(before), metadata => metadata.Labels = Labels(after));
        Assert.That(Predicates.LabelsChanged(labels), Is.EqualTo(expected));
        Assert.That(Predicates.AnnotationsChanged(labels), Is.False);

        var annotations = Changes.Update(metadata => metadata.Annotations = Labels(before), metadata => metadata.Annotations = Labels(after));
        Assert.That(Predicates.AnnotationsChanged(annotations), Is.EqualTo(expected));
        Assert.That(Predicates.LabelsChanged(annotations), Is.False);
    }

    [Test]
    public void LabelsChanged_OneKeyForAnother_LetThrough() => Assert.That(
        Predicates.LabelsChanged(Changes.Update(
            metadata => metadata.Labels = new Dictionary<string, string> { ["x"] = "1" },
            metadata => metadata.Labels = new Dictionary<string, string> { ["y"] = "1" })),
        Is.True);

    [TestCase("1", false)]
    [TestCase("2", true)]
    public void ResourceVersionChanged_ByVersion(string version, bool expected) =>
        Assert.That(Predicates.ResourceVersionChanged(Changes.Update(metadata => metadata.ResourceVersion = version)), Is.EqualTo(expected));

    [TestCase(true, true, true, true)]
    [TestCase(true, false, false, true)]
    [TestCase(false, true, false, true)]
    [TestCase(false, false, false, false)]
    public void AndOr_TwoPredicates_AsTheyAreCalled(bool left, bool right, bool and, bool or)
    {
        var change = Changes.Of(null, Widget.Named("a"));
        Assert.That(Predicates.And<Widget>(_ => left, _ => right)(change), Is.EqualTo(and));
        Assert.That(Predicates.Or<Widget>(_ => left, _ => right)(change), Is.EqualTo(or));
        Assert.That(Predicates.Not<Widget>(_ => left)(change), Is.EqualTo(!left));
    }

    [Test]
    public void FinalizersChanged_OneAdded_LetThroughAndNothingElse()
    {
        Assert.That(Predicates.FinalizersChanged(Changes.Update(metadata => metadata.Finalizers = ["a/b"])), Is.True);
        Assert.That(Predicates.FinalizersChanged(Changes.Update(metadata => metadata.Labels = Labels("b"))), Is.False);
    }

    [TestCase("""{"phase":"Ready"}""", """{"phase":"Done"}""", true)]
    [TestCase("""{"phase":"Ready"}""", "null", true)]
    [TestCase("""{"phase":"Ready","size":1}""", """{ "size": 1, "phase": "Ready" }""", false)]
    [TestCase("null", "null", false)]
    public void StatusChanged_BeforeAndAfter_ByContent(string before, string after, bool expected)
    {
        Assert.That(Predicates.StatusChanged(Change("""{"size":1}""", before, """{"size":2}""", after)), Is.EqualTo(expected));
        Assert.That(Predicates.FieldChanged<WidgetWithStatus>("status", "phase")(Change("{}", before, "{}", after)), Is.EqualTo(expected));
        Assert.That(Predicates.FieldChanged<WidgetWithStatus>("spec", "size")(Change("""{"size":1}""", before, """{"size":1}""", after)), Is.False);
    }

    [Test]
    public void FieldChanged_NoPath_Refused() => Assert.That(() => Predicates.FieldChanged<Widget>(), Throws.InstanceOf<ArgumentException>());

    [TestCase("a", "a", true)]
    [TestCase("b", "a", true)]
    [TestCase("a", "b", true, Description = "It leaves the selector: the last change.")]
    [TestCase("b", "b", false)]
    public void Matching_BeforeAndAfter_UntilItHasLeftTheSelector(string before, string after, bool expected)
    {
        var change = Changes.Update(metadata => metadata.Labels = Labels(before), metadata => metadata.Labels = Labels(after));
        Assert.That(Predicates.Matching<Widget>(LabelSelector.Parse("key=a"))(change), Is.EqualTo(expected));
    }

    [Test]
    public void Matching_NewOrGoneOutsideOfTheSelector_Dropped()
    {
        var matching = Predicates.Matching<Widget>(LabelSelector.Parse("key=a"));
        Assert.That(matching(Changes.Of(null, Widget.Named("a"))), Is.False);
        Assert.That(matching(Changes.Of(Widget.Named("a"), null)), Is.False);
    }

    private static ResourceChange<WidgetWithStatus> Change(string spec, string status, string newSpec, string newStatus) =>
        Changes.Of<WidgetWithStatus>(WidgetWithStatus.Of(spec, status), WidgetWithStatus.Of(newSpec, newStatus));

    private static Dictionary<string, string>? Labels(string? value) => value is null ? null : new() { ["key"] = value };
}
