using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Reconcilers.Tests.Support;

namespace KubeController.Reconcilers.Tests.Writing;

[CancelAfter(30_000)]
public sealed class ChildExtensionsTests
{
    private static readonly NamespacedName Name = new("default", "a");
    private static readonly ApplyOptions AsUs = new() { FieldManager = "tests", Force = true };

    private WritingRig _rig = null!;

    [SetUp]
    public async Task StartAsync() => _rig = await WritingRig.StartAsync(CancellationToken.None);

    [TearDown]
    public async Task StopAsync() => await _rig.DisposeAsync();

    [Test]
    public async Task CreateOrPatchAsync_AbsentThenSameThenOther_CreatedUnchangedPatched(CancellationToken cancellationToken)
    {
        var created = await SetAsync("small");
        var mark = _rig.Mark();
        var same = await SetAsync("small");
        var sent = _rig.RequestsSince(mark);
        var other = await SetAsync("large");
        Assert.That((created.Outcome, same.Outcome, other.Outcome), Is.EqualTo((WriteOutcome.Created, WriteOutcome.Unchanged, WriteOutcome.Patched)));
        Assert.That(sent, Is.EqualTo(new[] { "get" }));
        Assert.That(other.Resource?.Data, Is.EqualTo(new Dictionary<string, string> { ["size"] = "large" }));

        Task<WriteResult<V1ConfigMap>> SetAsync(string size) =>
            _rig.Client.CreateOrPatchAsync<V1ConfigMap>(Name, map => (map.Data ??= new Dictionary<string, string>())["size"] = size, cancellationToken);
    }

    [Test]
    public async Task CreateOrPatchAsync_DefaultsOfTheServer_AreNoDifference(CancellationToken cancellationToken)
    {
        var created = await SetAsync(null);
        Assert.That(created.Resource!.Spec.SessionAffinity, Is.Not.Null, "a default");
        var mark = _rig.Mark();
        var result = await SetAsync(created.Resource);
        Assert.That((result.Outcome, _rig.RequestsSince(mark).Count), Is.EqualTo((WriteOutcome.Unchanged, 0)));

        Task<WriteResult<V1Service>> SetAsync(V1Service? present) => _rig.Client.CreateOrPatchAsync(
            Name,
            present,
            service =>
            {
                service.Spec ??= new();
                service.Spec.Selector = new Dictionary<string, string> { ["app"] = "a" };
                service.Spec.Ports ??= [new() { Name = "web" }];
                service.Spec.Ports[0].Port = 80;
            },
            cancellationToken: cancellationToken);
    }

    [Test]
    public async Task CreateOrPatchAsync_CreatedByAnotherInBetween_GoesOnAsAPatch(CancellationToken cancellationToken)
    {
        _rig.Before(HttpMethod.Post, other => other.CreateAsync(
            new Gadget { Metadata = new() { Name = "a", NamespaceProperty = "default", Labels = new Dictionary<string, string> { ["theirs"] = "kept" } } }, cancellationToken));
        var result = await _rig.Client.CreateOrPatchAsync(Name, null, (Gadget gadget) => gadget.Spec = new() { Size = "large" }, cancellationToken: cancellationToken);
        Assert.That((result.Outcome, result.Resource?.Spec?.Size, result.Resource?.Metadata.Labels.Single().Key), Is.EqualTo((WriteOutcome.Patched, "large", "theirs")));
    }

    [Test]
    public async Task CreateOrPatchAsync_GoneSinceItWasRead_CreatedAnew(CancellationToken cancellationToken)
    {
        var gadget = await _rig.CreateAsync(cancellationToken: cancellationToken);
        await _rig.Other.DeleteAsync<Gadget>(Name, cancellationToken: cancellationToken);
        var result = await _rig.Client.CreateOrPatchAsync(Name, gadget, state => state.Spec = new() { Size = "large" }, cancellationToken: cancellationToken);
        Assert.That((result.Outcome, result.Resource?.Spec?.Size), Is.EqualTo((WriteOutcome.Created, "large")));
    }

    [Test]
    public async Task CreateOrPatchAsync_AnotherOwnerIsAddedInBetween_BothAreThere(CancellationToken cancellationToken)
    {
        var (one, two) = (Widget.Named("one"), Widget.Named("two"));
        var child = await _rig.CreateAsync(cancellationToken: cancellationToken);
        _rig.Before(HttpMethod.Patch, async other => await other.CreateOrPatchAsync(Name, child, state => state.OwnedBy(two), cancellationToken: cancellationToken));
        var result = await _rig.PassTimeUntilAsync(
            _rig.Client.CreateOrPatchAsync(Name, child, state => state.ControlledBy(one), cancellationToken: cancellationToken), cancellationToken);
        Assert.That((result.Resource!.HasOwner(one), result.Resource!.HasOwner(two), result.Resource!.IsControlledBy(one)), Is.EqualTo((true, true, true)));
    }

    [Test]
    public async Task CreateOrPatchAsync_ChangeOfNameOrStatus_Refused(CancellationToken cancellationToken)
    {
        var gadget = await _rig.CreateAsync(cancellationToken: cancellationToken);
        var mark = _rig.Mark();
        Assert.That(
            () => _rig.Client.CreateOrPatchAsync(Name, gadget, state => state.Metadata.Name = "b", cancellationToken: cancellationToken),
            Throws.InvalidOperationException.With.Message.StartsWith("The change of 'default/a' made 'default/b' of it"));
        Assert.That(
            () => _rig.Client.CreateOrPatchAsync(Name, null, (Gadget state) => state.Metadata.NamespaceProperty = "b", cancellationToken: cancellationToken),
            Throws.InvalidOperationException);
        Assert.That(
            () => _rig.Client.CreateOrPatchAsync(Name, gadget, state => state.Status = new() { Phase = "Ready" }, cancellationToken: cancellationToken),
            Throws.InvalidOperationException.With.Message.StartsWith("The change touches 'status'."));
        Assert.That(
            () => _rig.Client.CreateOrPatchAsync(new("default", "b"), gadget, _ => { }, cancellationToken: cancellationToken), Throws.ArgumentException);
        Assert.That(_rig.RequestsSince(mark), Is.Empty);
    }

    [Test]
    public async Task ApplyIfChangedAsync_StoreShowsWhatIsWanted_NoRequest(CancellationToken cancellationToken)
    {
        var first = await _rig.Client.ApplyIfChangedAsync(Pod("500m"), present: null, AsUs, cancellationToken);
        var store = new Store<V1Pod>([first.Resource!]);
        var mark = _rig.Mark();
        var second = await _rig.Client.ApplyIfChangedAsync(Pod("0.5"), store, AsUs, cancellationToken);
        Assert.That((first.Outcome, second.Outcome), Is.EqualTo((WriteOutcome.Applied, WriteOutcome.Unchanged)));
        Assert.That(second.Resource, Is.SameAs(first.Resource));
        Assert.That(_rig.RequestsSince(mark), Is.Empty);
    }

    [Test]
    public async Task ApplyIfChangedAsync_StoreShowsAnother_Applied(CancellationToken cancellationToken)
    {
        var first = await _rig.Client.ApplyIfChangedAsync(Map("small"), present: null, AsUs, cancellationToken);
        var second = await _rig.Client.ApplyIfChangedAsync(Map("large"), first.Resource, AsUs, cancellationToken);
        Assert.That((second.Outcome, second.Resource?.Data["size"]), Is.EqualTo((WriteOutcome.Applied, "large")));
        var third = await _rig.Client.ApplyIfChangedAsync(Map("large"), present: null, AsUs, cancellationToken);
        Assert.That(third.Resource?.Metadata.ResourceVersion, Is.EqualTo(second.Resource?.Metadata.ResourceVersion), "the server finds no change either");

        static V1ConfigMap Map(string size) =>
            new() { Metadata = new() { Name = "a", NamespaceProperty = "default" }, Data = new Dictionary<string, string> { ["size"] = size } };
    }

    [Test]
    public async Task ApplyIfChangedAsync_ChildIsBeingDeleted_ToldWithoutARequest(CancellationToken cancellationToken)
    {
        await _rig.CreateAsync(gadget => gadget.Metadata.Finalizers = ["test.kubecontroller.dev/hold"], cancellationToken);
        await _rig.Other.DeleteAsync<Gadget>(Name, cancellationToken: cancellationToken);
        var dying = await _rig.ReadAsync(cancellationToken);
        var mark = _rig.Mark();
        var desired = new Gadget { Metadata = new() { Name = "a", NamespaceProperty = "default" }, Spec = new() { Size = "large" } };
        Assert.That((await _rig.Client.ApplyIfChangedAsync(desired, dying, AsUs, cancellationToken)).Outcome, Is.EqualTo(WriteOutcome.BeingDeleted));
        Assert.That(_rig.RequestsSince(mark), Is.Empty);
    }

    private static V1Pod Pod(string cpu) => new()
    {
        Metadata = new() { Name = "a", NamespaceProperty = "default", Labels = new Dictionary<string, string> { ["app"] = "a" } },
        Spec = new()
        {
            Containers =
            [
                new()
                {
                    Name = "web",
                    Image = "web:1",
                    Ports = [new() { ContainerPort = 80 }],
                    Resources = new() { Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new(cpu) } },
                },
            ],
        },
    };
}
