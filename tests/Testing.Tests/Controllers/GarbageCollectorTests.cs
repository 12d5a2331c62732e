using System.Text.Json.Nodes;

namespace KubeController.Testing.Tests.Controllers;

[TestFixture, CancelAfter(30_000)]
public sealed class GarbageCollectorTests
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";

    [Test]
    public async Task Delete_Owner_TakesDependantsOfDependants(CancellationToken cancellationToken)
    {
        await using var fixture = await ControllerFixture.StartAsync();
        var owner = await CreateAsync(fixture, "owner");
        var child = await CreateAsync(fixture, "child", owner);
        await CreateAsync(fixture, "grandchild", child);

        await fixture.DeleteAsync($"{Maps}/owner");

        await fixture.WaitGoneAsync($"{Maps}/grandchild", cancellationToken);
        Assert.That(await fixture.GetAsync($"{Maps}/child"), Is.Null);
    }

    [Test]
    public async Task Delete_OneOfTwoOwners_DropsThatReferenceOnly(CancellationToken cancellationToken)
    {
        await using var fixture = await ControllerFixture.StartAsync();
        var first = await CreateAsync(fixture, "first");
        var second = await CreateAsync(fixture, "second");
        await CreateAsync(fixture, "child", first, second);

        await fixture.DeleteAsync($"{Maps}/first");

        var child = await fixture.WaitAsync($"{Maps}/child", child => child!["metadata"]!["ownerReferences"]!.AsArray().Count == 1, cancellationToken);
        Assert.That(child!["metadata"]!["ownerReferences"]![0]!["name"]!.GetValue<string>(), Is.EqualTo("second"));
    }

    [Test]
    public async Task Delete_Foreground_OwnerGoesAfterItsDependants(CancellationToken cancellationToken)
    {
        await using var fixture = await ControllerFixture.StartAsync();
        var owner = await CreateAsync(fixture, "owner");
        await CreateAsync(fixture, "child", owner);
        await fixture.PatchAsync($"{Maps}/child", """{"metadata":{"finalizers":["example.com/hold"]}}""");

        await fixture.DeleteAsync($"{Maps}/owner", "?propagationPolicy=Foreground");
        await fixture.WaitAsync($"{Maps}/child", child => child!["metadata"]!["deletionTimestamp"] is not null, cancellationToken);
        Assert.That(await fixture.GetAsync($"{Maps}/owner"), Is.Not.Null);

        await fixture.PatchAsync($"{Maps}/child", """{"metadata":{"finalizers":null}}""");
        await fixture.WaitGoneAsync($"{Maps}/owner", cancellationToken);
    }

    [Test]
    public async Task Delete_Orphan_DependantsLoseTheReferenceAndStay(CancellationToken cancellationToken)
    {
        await using var fixture = await ControllerFixture.StartAsync();
        var owner = await CreateAsync(fixture, "owner");
        await CreateAsync(fixture, "child", owner);

        await fixture.DeleteAsync($"{Maps}/owner", "?propagationPolicy=Orphan");
        await fixture.WaitGoneAsync($"{Maps}/owner", cancellationToken);

        Assert.That((await fixture.GetAsync($"{Maps}/child"))!["metadata"]!["ownerReferences"], Is.Null);
    }

    [Test]
    public async Task GarbageCollectionOff_DependantsStay()
    {
        await using var fixture = await ControllerFixture.StartAsync(options => options.GarbageCollection = false);
        var owner = await CreateAsync(fixture, "owner");
        await CreateAsync(fixture, "child", owner);

        await fixture.DeleteAsync($"{Maps}/owner");

        Assert.That(await fixture.GetAsync($"{Maps}/child"), Is.Not.Null);
    }

    [Test]
    public async Task SmallHistory_BurstOfDependants_AllAreCollected(CancellationToken cancellationToken)
    {
        await using var fixture = await ControllerFixture.StartAsync(options => options.HistorySize = 1);
        var owner = await CreateAsync(fixture, "owner");
        for (var i = 0; i < 50; i++)
        {
            await CreateAsync(fixture, $"child-{i}", owner);
        }

        await fixture.DeleteAsync($"{Maps}/owner");

        await fixture.WaitAsync(Maps, list => list!["items"]!.AsArray().Count == 0, cancellationToken);
    }

    private static Task<JsonObject> CreateAsync(ControllerFixture fixture, string name, params JsonObject[] owners)
    {
        var references = new JsonArray([.. owners.Select(owner => new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["name"] = owner["metadata"]!["name"]!.DeepClone(),
            ["uid"] = owner["metadata"]!["uid"]!.DeepClone(),
            ["blockOwnerDeletion"] = true,
        })]);
        var map = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = name, ["ownerReferences"] = references },
        };
        return fixture.PostAsync(Maps, map.ToJsonString());
    }
}
