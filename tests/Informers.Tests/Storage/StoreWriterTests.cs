using k8s.Models;
using KubeController.Informers.Storage;
using KubeController.Informers.Tests.Support;
using static KubeController.Informers.Tests.Support.Maps;

namespace KubeController.Informers.Tests.Storage;

public sealed class StoreWriterTests
{
    private readonly List<string> _told = [];
    private StoreWriter<V1ConfigMap> _writer = null!;
    private Store<V1ConfigMap> _store = null!;

    [SetUp]
    public void SetUp()
    {
        _told.Clear();
        _writer = new((_, _, error) => throw error, TimeProvider.System);
        _store = new(_writer, StateReader<V1ConfigMap>.Live);
    }

    [Test]
    public void Put_NewObject_TellsAddition()
    {
        Put(Stored("a", 1));
        Assert.That(_told, Is.EqualTo(new[] { "+a@1" }));
        Assert.That(_store.TryGet(new("default", "a"), out _), Is.True);
    }

    [Test]
    public void Put_NewerState_TellsModification()
    {
        Put(Stored("a", 1), Stored("a", 2));
        Assert.That(_told, Is.EqualTo(new[] { "+a@1", "a@1>2" }));
    }

    [TestCase(5)]
    [TestCase(9)]
    public void Put_SameOrOlderState_IsPassedOver(int known)
    {
        Put(Stored("a", known), Stored("a", 5));
        Assert.That(_told, Has.Count.EqualTo(1));
        Assert.That(_store.List().Single().Metadata.ResourceVersion, Is.EqualTo(known.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Test]
    public void Put_LongerVersion_IsNewerThanShorterOne()
    {
        Put(Stored("a", 9), Stored("a", 10));
        Assert.That(_told, Is.EqualTo(new[] { "+a@9", "a@9>10" }));
    }

    [Test]
    public void Put_OtherUid_TellsDeletionAndAddition()
    {
        Put(Stored("a", 1, "one"), Stored("a", 2, "two"));
        Assert.That(_told, Is.EqualTo(new[] { "+a@1", "-a@1", "+a@2" }));
    }

    [Test]
    public void Put_StateOfAnEarlierIncarnation_DoesNotResurrectIt()
    {
        Put(Stored("a", 7, "two"), Stored("a", 6, "one"));
        Assert.That(_told, Is.EqualTo(new[] { "+a@7" }));
    }

    [Test]
    public void Put_VersionsWithoutOrder_AreTakenAsTheyCome()
    {
        var first = Map("a", 1);
        first.Metadata.ResourceVersion = "x9";
        var second = Map("a", 1);
        second.Metadata.ResourceVersion = "x1";
        Put(new LiveState<V1ConfigMap>(first), new LiveState<V1ConfigMap>(second));
        Assert.That(_store.List().Single().Metadata.ResourceVersion, Is.EqualTo("x1"));
    }

    [Test]
    public void Remove_KnownObject_TellsItsFinalState()
    {
        Put(Stored("a", 1));
        Remove(Stored("a", 2));
        Assert.That(_told, Is.EqualTo(new[] { "+a@1", "-a@2" }));
        Assert.That(_store.Count, Is.Zero);
    }

    [Test]
    public void Remove_UnknownObject_TellsNothingButMovesTheVersion()
    {
        Remove(Stored("a", 5));
        Assert.That(_told, Is.Empty);
        Assert.That(_store.ResourceVersion, Is.EqualTo("5"));
    }

    [Test]
    public void Remove_OlderThanKnownState_IsPassedOver()
    {
        Put(Stored("a", 9));
        Remove(Stored("a", 5));
        Assert.That(_store.Count, Is.EqualTo(1));
    }

    [Test]
    public void Remove_FinalStateOfAnotherIncarnation_TellsTheKnownOne()
    {
        Put(Stored("a", 1, "one"));
        Remove(Stored("a", 5, "two"));
        Assert.That(_told, Is.EqualTo(new[] { "+a@1", "-a@1" }));
    }

    [Test]
    public void Replace_TellsDeletionsFirstThenTheRestInOrder()
    {
        Put(Stored("a", 1), Stored("b", 2), Stored("c", 3));
        _told.Clear();
        Replace("9", Stored("d", 8), Stored("b", 7), Stored("a", 1));
        Assert.That(_told, Is.EqualTo(new[] { "-c@3", "+d@8", "b@2>7" }));
    }

    [Test]
    public void Replace_UnchangedObject_StaysTheSameInstance()
    {
        Put(Stored("a", 1));
        var before = _store.List().Single();
        Replace("9", Stored("a", 1));
        Assert.That(_store.List().Single(), Is.SameAs(before));
    }

    [Test]
    public void Replace_OtherUid_TellsDeletionAndAddition()
    {
        Put(Stored("a", 1, "one"));
        _told.Clear();
        Replace("9", Stored("a", 8, "two"));
        Assert.That(_told, Is.EqualTo(new[] { "-a@1", "+a@8" }));
    }

    [Test]
    public void Replace_UnreadableObject_KeepsItsLastState()
    {
        Put(Stored("a", 1), Stored("b", 2));
        _told.Clear();
        var draft = Draft("9");
        draft.AddUnreadable(new("default", "a"));
        Commit(draft);
        Assert.That(_told, Is.EqualTo(new[] { "-b@2" }));
        Assert.That(_store.List(), Has.Count.EqualTo(1));
    }

    [Test]
    public void Replace_NamelessUnreadableObject_DeletesNothing()
    {
        Put(Stored("a", 1), Stored("b", 2));
        _told.Clear();
        var draft = Draft("9", Stored("b", 8));
        draft.AddUnreadable(null);
        Commit(draft);
        Assert.That(_told, Is.EqualTo(new[] { "b@2>8" }));
        Assert.That(_store.Count, Is.EqualTo(2));
    }

    [Test]
    public void ResourceVersion_MovesWithEverything_AndNeverBack()
    {
        var seen = new List<string?>();
        Put(Stored("a", 5));
        seen.Add(_store.ResourceVersion);
        Put(Stored("b", 4));
        seen.Add(_store.ResourceVersion);
        _writer.AdvanceLocked(StoreParts.Everything, "8");
        seen.Add(_store.ResourceVersion);
        _writer.AdvanceLocked(StoreParts.Everything, "7");
        seen.Add(_store.ResourceVersion);
        Remove(Stored("a", 10));
        seen.Add(_store.ResourceVersion);
        Replace("12", Stored("b", 4));
        seen.Add(_store.ResourceVersion);
        Assert.That(seen, Is.EqualTo(new[] { "5", "5", "8", "8", "10", "12" }));
    }

    private void Put(params Stored<V1ConfigMap>[] items)
    {
        foreach (var item in items)
        {
            _writer.PutLocked(item, ChangeOrigin.Watch, Tell);
        }
    }

    private void Remove(Stored<V1ConfigMap> last) => _writer.RemoveLocked(last, ChangeOrigin.Watch, Tell);

    private void Replace(string version, params Stored<V1ConfigMap>[] items) => Commit(Draft(version, items));

    private void Commit(ListDraft<V1ConfigMap> draft) => _writer.ReplaceLocked(draft, ChangeOrigin.Relist, Tell);

    private ListDraft<V1ConfigMap> Draft(string version, params Stored<V1ConfigMap>[] items)
    {
        var draft = new ListDraft<V1ConfigMap>(_writer.Content) { ResourceVersion = version };
        foreach (var item in items)
        {
            draft.Add(item);
        }

        return draft;
    }

    private void Tell(StoredChange<V1ConfigMap> change) => _told.Add(ChangeRecorder.Describe(change));
}
