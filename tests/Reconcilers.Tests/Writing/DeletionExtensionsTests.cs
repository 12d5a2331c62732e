using KubeController.Client;
using KubeController.Reconcilers.Tests.Support;

namespace KubeController.Reconcilers.Tests.Writing;

[CancelAfter(30_000)]
public sealed class DeletionExtensionsTests
{
    private WritingRig _rig = null!;

    [SetUp]
    public async Task StartAsync() => _rig = await WritingRig.StartAsync(CancellationToken.None);

    [TearDown]
    public async Task StopAsync() => await _rig.DisposeAsync();

    [Test]
    public async Task DeleteIfSameAsync_TheSame_DeletedThenGone(CancellationToken cancellationToken)
    {
        var gadget = await _rig.CreateAsync(cancellationToken: cancellationToken);
        Assert.That(await _rig.Client.DeleteIfSameAsync(gadget, cancellationToken: cancellationToken), Is.EqualTo(DeleteOutcome.Deleted));
        Assert.That(await _rig.Client.DeleteIfSameAsync(gadget, cancellationToken: cancellationToken), Is.EqualTo(DeleteOutcome.Gone));
    }

    [Test]
    public async Task DeleteIfSameAsync_CreatedAnew_NotHit(CancellationToken cancellationToken)
    {
        var gadget = await _rig.CreateAsync(cancellationToken: cancellationToken);
        _rig.Before(HttpMethod.Delete, async other =>
        {
            await other.DeleteAsync<Gadget>(new("default", "a"), cancellationToken: cancellationToken);
            await _rig.CreateAsync(cancellationToken: cancellationToken);
        });
        Assert.That(await _rig.Client.DeleteIfSameAsync(gadget, cancellationToken: cancellationToken), Is.EqualTo(DeleteOutcome.Replaced));
        Assert.That((await _rig.ReadAsync(cancellationToken)).Metadata.Uid, Is.Not.EqualTo(gadget.Metadata.Uid));
    }

    [Test]
    public async Task DeleteIfSameAsync_ChangedMeanwhile_OnlyThisVersionIsTold(CancellationToken cancellationToken)
    {
        var gadget = await _rig.CreateAsync(cancellationToken: cancellationToken);
        await _rig.Other.PatchAsync<Gadget>(new("default", "a"), new MergePatch().Label("in", "use"), cancellationToken);
        Assert.That(await _rig.Client.DeleteIfSameAsync(gadget, onlyThisVersion: true, cancellationToken: cancellationToken), Is.EqualTo(DeleteOutcome.Changed));
        Assert.That(await _rig.Client.DeleteIfSameAsync(gadget, cancellationToken: cancellationToken), Is.EqualTo(DeleteOutcome.Deleted));
    }

    [Test]
    public async Task DeleteIfSameAsync_ConflictForAnotherReason_Thrown(CancellationToken cancellationToken)
    {
        var gadget = await _rig.CreateAsync(cancellationToken: cancellationToken);
        _rig.Fail("delete", new() { StatusCode = 409 });
        Assert.That(() => _rig.Client.DeleteIfSameAsync(gadget, cancellationToken: cancellationToken), Throws.InstanceOf<ConflictException>());
    }

    [Test]
    public void DeleteIfSameAsync_NotFromTheServer_Refused(CancellationToken cancellationToken) => Assert.That(
        () => _rig.Client.DeleteIfSameAsync(new Gadget { Metadata = new() { Name = "a", NamespaceProperty = "default" } }, cancellationToken: cancellationToken),
        Throws.ArgumentException);
}
