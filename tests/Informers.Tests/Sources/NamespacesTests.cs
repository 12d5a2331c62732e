using System.Net;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers.Tests.Support;
using static KubeController.Informers.Tests.Support.Json;

namespace KubeController.Informers.Tests.Sources;

[CancelAfter(30_000)]
public sealed class NamespacesTests
{
    [Test]
    public async Task Run_TwoNamespaces_IsInSyncWhenBothAreListed(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig(namespaces: ["one", "two"]);
        rig.Run();
        var lists = await NextAsync(rig, 2, cancellationToken);
        Assert.That(lists.Keys, Is.EquivalentTo(new[] { "one", "two" }));
        lists["one"].ReplyList("9", ConfigMap("one/a", 1));
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "+a@1" }));
        var late = new ChangeRecorder();
        await using var subscription = rig.Informer.Subscribe(late.OnChange);
        Assert.That(await late.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "+a@1" }), "What is there already is told.");
        Assert.That((rig.Informer.HasSynced, rig.Subscription.HasSynced, subscription.HasSynced, rig.Store.ResourceVersion), Is.EqualTo((false, false, false, (string?)null)));
        lists["two"].ReplyList("7", ConfigMap("two/b", 2));
        await subscription.WaitForSyncAsync(cancellationToken);
        await rig.Subscription.WaitForSyncAsync(cancellationToken);
        Assert.That(await late.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "+b@2" }));
        Assert.That((rig.Informer.HasSynced, rig.Store.ResourceVersion, rig.Content()), Is.EqualTo((true, "7", "a@1 b@2")), "The least of the versions is what all is complete up to.");
        Assert.That(rig.Informer.Namespaces, Is.EqualTo(new[] { "one", "two" }));
    }

    [Test]
    public async Task Relist_OfOneNamespace_LeavesTheOthersAlone(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig(namespaces: ["one", "two"]);
        var watches = await WatchAsync(rig, cancellationToken);
        await watches["one"].ErrorAsync(410, "Expired");
        await rig.Time.PassDelayAsync(cancellationToken);
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("20", ConfigMap("one/c", 15));
        Assert.That(await rig.Changes.NextAsync(2, cancellationToken), Is.EqualTo(new[] { "-a@1", "+c@15" }));
        await watches["two"].BookmarkAsync("18");
        await watches["two"].DealtWithAsync(cancellationToken);
        Assert.That((rig.Content(), rig.Store.ResourceVersion, rig.Informer.State.Relists), Is.EqualTo(("b@2 c@15", "18", 1L)));
    }

    [Test]
    public async Task AddNamespace_WhileItRuns_ItsObjectsComeAsAnInitialList(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig(namespaces: ["one", "two"]);
        await WatchAsync(rig, cancellationToken);
        Assert.That((rig.Informer.AddNamespace("three"), rig.Informer.AddNamespace("three")), Is.EqualTo((true, false)));
        var list = await rig.Server.NextListAsync(cancellationToken);
        Assert.That(list.Path, Does.EndWith("/namespaces/three/configmaps"));
        Assert.That((rig.Informer.HasSynced, rig.Store.ResourceVersion), Is.EqualTo((true, (string?)null)), "It was in sync, and stays so; but it is not complete up to any version.");
        list.ReplyList("30", ConfigMap("three/c", 25));
        var added = await rig.Changes.NextAsync(cancellationToken);
        Assert.That((ChangeRecorder.Describe(added), added.Origin), Is.EqualTo(("+c@25", ChangeOrigin.InitialList)));
        Assert.That((await rig.Server.NextWatchAsync(cancellationToken)).Path, Does.EndWith("/namespaces/three/configmaps"));
    }

    [Test]
    public async Task RemoveNamespace_WhileItRuns_ItsWatchEndsAndItsObjectsAreGone(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig(namespaces: ["one", "two"]);
        var watches = await WatchAsync(rig, cancellationToken);
        Assert.That(await rig.Informer.RemoveNamespaceAsync("one"), Is.True);
        Assert.That(await rig.Informer.RemoveNamespaceAsync("one"), Is.False);
        var gone = await rig.Changes.NextAsync(cancellationToken);
        Assert.That((ChangeRecorder.Describe(gone), gone.IsFinalStateUnknown, rig.Content(), rig.Store.ResourceVersion), Is.EqualTo(("-a@1", true, "b@2", "9")));
        var write = rig.Client.CreateAsync(new V1ConfigMap { Metadata = new() { Name = "c", NamespaceProperty = "one" } }, cancellationToken);
        (await rig.Server.NextAsync(cancellationToken)).Reply(HttpStatusCode.OK, ConfigMap("one/c", 15));
        await write;
        await watches["two"].AddedAsync(ConfigMap("two/d", 16));
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "+d@16" }));
        Assert.That(rig.Content(), Is.EqualTo("b@2 d@16"), "What is written where nobody watches is nothing to the store.");
        rig.Informer.AddNamespace("one");
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("20", ConfigMap("one/a", 1));
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "+a@1" }));
    }

    [Test]
    public async Task RemoveNamespace_BeforeItWasListed_NobodyWaitsForIt(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig(namespaces: ["one", "two"]);
        rig.Run();
        var lists = await NextAsync(rig, 2, cancellationToken);
        lists["one"].ReplyList("9", ConfigMap("one/a", 1));
        await rig.Changes.NextAsync(1, cancellationToken);
        await rig.Informer.RemoveNamespaceAsync("two");
        await rig.Subscription.WaitForSyncAsync(cancellationToken);
        Assert.That(rig.Informer.HasSynced, Is.True);
    }

    [Test]
    public async Task Run_OneNamespaceIsForbidden_SaysSoAndServesTheOther(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig(namespaces: ["one", "two"]);
        rig.Run();
        var lists = await NextAsync(rig, 2, cancellationToken);
        lists["one"].ReplyList("9", ConfigMap("one/a", 1));
        lists["two"].Refuse(HttpStatusCode.Forbidden, "Forbidden");
        await rig.Changes.NextAsync(1, cancellationToken);
        await rig.Time.NextDelayAsync(cancellationToken);
        var state = rig.Informer.State;
        Assert.That((state.Phase, state.HasSynced, state.Lists, state.Failures), Is.EqualTo((InformerPhase.Forbidden, false, 2L, 1L)));
        Assert.That(state.LastError, Is.InstanceOf<ForbiddenException>());
        Assert.That(rig.Content(), Is.EqualTo("a@1"));
    }

    [Test]
    public async Task Run_NoNamespace_IsInSyncAtOnce(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig(namespaces: []);
        rig.Run();
        await rig.Informer.WaitForSyncAsync(cancellationToken);
        rig.Informer.AddNamespace("one");
        (await rig.Server.NextListAsync(cancellationToken)).ReplyList("9", ConfigMap("one/a", 1));
        Assert.That(await rig.Changes.NextAsync(1, cancellationToken), Is.EqualTo(new[] { "+a@1" }));
    }

    [Test]
    public async Task Write_OfOneNamespace_IsJudgedByItsOwnVersion(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig(namespaces: ["one", "two"]);
        var watches = await WatchAsync(rig, cancellationToken);
        await watches["two"].BookmarkAsync("50");
        await watches["two"].DealtWithAsync(cancellationToken);
        var write = rig.Client.CreateAsync(new V1ConfigMap { Metadata = new() { Name = "c", NamespaceProperty = "one" } }, cancellationToken);
        (await rig.Server.NextAsync(cancellationToken)).Reply(HttpStatusCode.OK, ConfigMap("one/c", 15));
        await write;
        Assert.That(rig.Content(), Is.EqualTo("a@1 b@2 c@15"), "What another namespace has got to says nothing of this one.");
    }

    [Test]
    public async Task Namespaces_OfAnInformerOfAll_CannotBeChanged(CancellationToken cancellationToken)
    {
        await using var rig = new InformerRig();
        Assert.That(() => rig.Informer.AddNamespace("one"), Throws.InvalidOperationException);
        Assert.That(async () => await rig.Informer.RemoveNamespaceAsync("one"), Throws.InvalidOperationException);
        Assert.That(rig.Informer.Namespaces, Is.Empty);
    }

    [Test]
    public void Constructor_NamespaceWithoutName_IsRefused()
    {
        Assert.That(() => new InformerRig(namespaces: ["one", ""]), Throws.ArgumentException);
        Assert.That(() => new InformerRig(scope: new() { Namespace = "one" }, namespaces: ["two"]), Throws.ArgumentException);
    }

    [Test]
    public async Task GetOrAdd_Namespaces_FollowsThemAlone(CancellationToken cancellationToken)
    {
        await using var rig = await SourceRig.StartAsync(cancellationToken);
        foreach (var name in new[] { "one", "two", "three" })
        {
            await rig.Client.CreateAsync(new V1Namespace { Metadata = new() { Name = name } }, cancellationToken);
            await rig.Client.CreateAsync(new V1Secret { Metadata = new() { Name = $"of-{name}", NamespaceProperty = name } }, cancellationToken);
        }

        var informer = rig.Informers.GetOrAdd<V1Secret>(new() { Namespaces = ["two", "one"] }, SourceRig.RetriesSoon);
        Assert.That(rig.Informers.GetOrAdd<V1Secret>(new() { Namespaces = ["one", "two"] }), Is.SameAs(informer));
        await rig.Informers.WaitForSyncAsync(TimeSpan.FromSeconds(20), cancellationToken);
        Assert.That(informer.Store.List().Select(secret => secret.Metadata.Name), Is.EqualTo(new[] { "of-one", "of-two" }));
        Assert.That(informer.State.Name, Is.EqualTo("secrets in namespaces 'one, two'"));
        var told = SourceRig.Follow(informer);
        informer.AddNamespace("three");
        string change;
        do
        {
            change = await told.ReadAsync(cancellationToken);
        }
        while (change != "+of-three");
        Assert.That(() => rig.Informers.GetOrAdd<V1Secret>(new() { Namespace = "one", Namespaces = ["two"] }), Throws.ArgumentException);
    }

    private static async Task<Dictionary<string, ScriptedRequest>> NextAsync(InformerRig rig, int count, CancellationToken cancellationToken)
    {
        var requests = new Dictionary<string, ScriptedRequest>();
        for (var i = 0; i < count; i++)
        {
            var request = await rig.Server.NextAsync(cancellationToken);
            requests[request.Path.Split('/')[^2]] = request;
        }

        return requests;
    }

    private static async Task<Dictionary<string, ScriptedWatch>> WatchAsync(InformerRig rig, CancellationToken cancellationToken)
    {
        rig.Run();
        var lists = await NextAsync(rig, 2, cancellationToken);
        lists["one"].ReplyList("9", ConfigMap("one/a", 1));
        lists["two"].ReplyList("9", ConfigMap("two/b", 2));
        await rig.Changes.NextAsync(2, cancellationToken);
        return (await NextAsync(rig, 2, cancellationToken)).ToDictionary(watch => watch.Key, watch => watch.Value.Accept());
    }
}
