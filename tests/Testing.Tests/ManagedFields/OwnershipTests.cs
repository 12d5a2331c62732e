using CsCheck;
using KubeController.Testing.ManagedFields;
using static KubeController.Testing.Tests.ManagedFields.ManagedModel;

namespace KubeController.Testing.Tests.ManagedFields;

internal sealed class OwnershipTests
{
    [Test]
    public void Apply_TheSameTwice_ChangesNothing() => Gen.Select(Objects, Objects, Objects).Sample((first, second, third) =>
    {
        var once = Nothing.Apply("m1", first).Apply("m2", second).Apply("m1", third);
        var twice = once.Apply("m1", third, now: Later);
        Assert.That(twice.Next.Value.ToJsonString(), Is.EqualTo(once.Next.Value.ToJsonString()));
        Assert.That(Text(twice.Owners), Is.EqualTo(Text(once.Owners)));
    });

    [Test]
    public void Apply_ByTwo_EveryAppliedFieldHasItsOwner() => Gen.Select(Objects, Objects).Sample((first, second) =>
    {
        var both = Nothing.Apply("m1", first).Apply("m2", second);
        var owned = both.Owners.Entries.Values.Aggregate(FieldSet.Empty, (all, fields) => all.Union(fields.Set));
        var present = SystemFields.Strip(both.Next.ToFieldSet());
        Assert.That(Text(present.Except(owned)), Is.EqualTo("{}"), both.Next.Value.ToJsonString());
    });

    [Test]
    public void Apply_ThenNothing_LeavesWhatTheOtherApplied() => Gen.Select(Objects, Objects).Sample((first, second) =>
    {
        var left = Nothing.Apply("m1", first).Apply("m2", second).Apply("m1", []);
        var alone = Nothing.Apply("m2", second);
        Assert.That(Text(left.Next.ToFieldSet().Except(alone.Next.ToFieldSet())), Is.EqualTo("{}"), left.Next.Value.ToJsonString());
        Assert.That(alone.Next.CompareTo(left.Next).Removed.IsEmpty, left.Next.Value.ToJsonString());
    });

    [Test]
    public void Apply_OfOthersValue_NamesOwnerAndPath()
    {
        var live = Nothing.Apply("m1", """{"spec":{"items":[{"name":"a","value":"1"}],"whole":{"a":"1"}}}""");
        var error = Assert.Throws<ApplyConflictException>(() => live.Apply("m2", """{"spec":{"items":[{"name":"a","value":"2"}],"whole":{"b":"1"}}}""", isForced: false));
        Assert.That(error!.Message, Is.EqualTo("Apply failed with 2 conflicts: conflicts with \"m1\":\n- .spec.whole\n- .spec.items[name=\"a\"].value"));
    }

    [TestCase("""{"spec":{"tags":["c","a"]}}""", """["c","a","b"]""")]
    [TestCase("""{"spec":{"tags":["c"]}}""", """["a","b","c"]""")]
    [TestCase("""{"spec":{"tags":["b","a"]}}""", """["b","a"]""")]
    [TestCase("""{"spec":{"tags":[]}}""", """["a","b"]""")]
    public void Apply_OfASet_KeepsTheAppliedOrder(string applied, string expected) =>
        Assert.That(Nothing.Apply("m1", """{"spec":{"tags":["a","b"]}}""").Apply("m2", applied).Next.Value["spec"]!["tags"]!.ToJsonString(), Is.EqualTo(expected));

    [Test]
    public void Apply_OfAnItemWithoutItsDefaultedKey_MeetsTheItemThatHasIt()
    {
        var live = Nothing.Apply("m1", """{"spec":{"ports":[{"port":80,"protocol":"TCP"}]}}""").Apply("m2", """{"spec":{"ports":[{"port":80,"note":"n"},{"port":80,"protocol":"UDP"}]}}""");
        Assert.That(live.Next.Value["spec"]!["ports"]!.ToJsonString(), Is.EqualTo("""[{"port":80,"protocol":"TCP","note":"n"},{"port":80,"protocol":"UDP"}]"""));
    }

    [Test]
    public void Update_OfAnAppliedField_MovesIt()
    {
        var live = Nothing.Apply("m1", """{"spec":{"text":"a","size":1}}""");
        var next = Typed("""{"spec":{"text":"b","size":1}}""");
        var owners = ManagedModel.Ownership.Update(live.Next, next, live.Owners, ManagerId.Updater("editor", "v1", ""), Later);
        Assert.That(Text(owners), Is.EqualTo("""m1 Apply 2026-01-01T00:00:00Z {"f:spec":{"f:size":{}}}|editor Update 2026-01-01T00:00:01Z {"f:spec":{"f:text":{}}}"""));
    }

    [Test]
    public void Update_InAVersionNoLongerServed_ForgetsWhoOwnedInIt()
    {
        var owners = FieldOwners.None.With(ManagerId.Updater("old", "v0", ""), new OwnedFields(FieldSet.Of(PathElement.Field("spec")), "v0", Now));
        var after = ManagedModel.Ownership.Update(Typed("{}"), Typed("""{"spec":{"text":"a"}}"""), owners, ManagerId.Updater("new", "v1", ""), Later);
        Assert.That(after.Entries.Keys.Select(manager => manager.Name), Is.EqualTo(new[] { "new" }));
    }

    private static string Text(FieldOwners owners) => string.Join('|', owners.Write(isCustom: false)!.Select(entry => $"{entry!["manager"]} {entry["operation"]} {entry["time"]} {entry["fieldsV1"]!.ToJsonString()}"));

    private static string Text(FieldSet set) => FieldsV1.Write(set).ToJsonString();
}
