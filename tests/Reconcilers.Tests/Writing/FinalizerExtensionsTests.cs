using KubeController.Client;
using KubeController.Reconcilers.Tests.Support;

namespace KubeController.Reconcilers.Tests.Writing;

[CancelAfter(30_000)]
public sealed class FinalizerExtensionsTests
{
    private const string Ours = "test.kubecontroller.dev/ours";
    private const string Theirs = "test.kubecontroller.dev/theirs";

    private WritingRig _rig = null!;

    [SetUp]
    public async Task StartAsync() => _rig = await WritingRig.StartAsync(CancellationToken.None);

    [TearDown]
    public async Task StopAsync() => await _rig.DisposeAsync();

    [Test]
    public async Task EnsureFinalizerAsync_Absent_AddedOnceAndThenNoRequest(CancellationToken cancellationToken)
    {
        var gadget = await _rig.CreateAsync(cancellationToken: cancellationToken);
        var added = await _rig.Client.EnsureFinalizerAsync(gadget, Ours, cancellationToken: cancellationToken);
        Assert.That((added.Outcome, added.Resource!.HasFinalizer(Ours), gadget.HasFinalizer(Ours)), Is.EqualTo((WriteOutcome.Patched, true, false)));
        var mark = _rig.Mark();
        Assert.That((await _rig.Client.EnsureFinalizerAsync(added.Resource!, Ours, cancellationToken: cancellationToken)).Outcome, Is.EqualTo(WriteOutcome.Unchanged));
        Assert.That(_rig.RequestsSince(mark), Is.Empty);
    }

    [Test]
    public async Task EnsureFinalizerAsync_AnotherIsAddedInBetween_BothAreThere(CancellationToken cancellationToken)
    {
        var gadget = await _rig.CreateAsync(cancellationToken: cancellationToken);
        _rig.Before(HttpMethod.Patch, async other => await other.EnsureFinalizerAsync(gadget, Theirs, cancellationToken: cancellationToken));
        await _rig.PassTimeUntilAsync(_rig.Client.EnsureFinalizerAsync(gadget, Ours, cancellationToken: cancellationToken), cancellationToken);
        Assert.That((await _rig.ReadAsync(cancellationToken)).Metadata.Finalizers, Is.EqualTo(new[] { Theirs, Ours }));
    }

    [Test]
    public async Task EnsureFinalizerAsync_DeletionBeginsInBetween_ToldAndNotAdded(CancellationToken cancellationToken)
    {
        var gadget = await _rig.CreateAsync(gadget => gadget.Metadata.Finalizers = [Theirs], cancellationToken);
        _rig.Before(HttpMethod.Patch, other => other.DeleteAsync<Gadget>(new("default", "a"), cancellationToken: cancellationToken));
        var result = await _rig.PassTimeUntilAsync(_rig.Client.EnsureFinalizerAsync(gadget, Ours, cancellationToken: cancellationToken), cancellationToken);
        Assert.That((result.Outcome, result.Resource!.Metadata.DeletionTimestamp is null), Is.EqualTo((WriteOutcome.BeingDeleted, false)));

        var mark = _rig.Mark();
        Assert.That((await _rig.Client.EnsureFinalizerAsync(result.Resource!, Ours, cancellationToken: cancellationToken)).Outcome, Is.EqualTo(WriteOutcome.BeingDeleted));
        Assert.That(_rig.RequestsSince(mark), Is.Empty);
        Assert.That((await _rig.ReadAsync(cancellationToken)).Metadata.Finalizers, Is.EqualTo(new[] { Theirs }));
    }

    [Test]
    public async Task RemoveFinalizerAsync_AnotherIsAddedInBetween_ItStays(CancellationToken cancellationToken)
    {
        var gadget = await _rig.CreateAsync(gadget => gadget.Metadata.Finalizers = [Ours], cancellationToken);
        _rig.Before(HttpMethod.Patch, async other => await other.EnsureFinalizerAsync(gadget, Theirs, cancellationToken: cancellationToken));
        var result = await _rig.PassTimeUntilAsync(_rig.Client.RemoveFinalizerAsync(gadget, Ours, cancellationToken: cancellationToken), cancellationToken);
        Assert.That((result.Outcome, (await _rig.ReadAsync(cancellationToken)).Metadata.Finalizers.Single()), Is.EqualTo((WriteOutcome.Patched, Theirs)));
    }

    [Test]
    public async Task RemoveFinalizerAsync_NotThere_NoRequest(CancellationToken cancellationToken)
    {
        var gadget = await _rig.CreateAsync(gadget => gadget.Metadata.Finalizers = [Theirs], cancellationToken);
        var mark = _rig.Mark();
        Assert.That((await _rig.Client.RemoveFinalizerAsync(gadget, Ours, cancellationToken: cancellationToken)).Outcome, Is.EqualTo(WriteOutcome.Unchanged));
        Assert.That(_rig.RequestsSince(mark), Is.Empty);
    }

    [Test]
    public async Task RemoveFinalizerAsync_LastOfADeletedObject_ItGoesAndIsGoneThen(CancellationToken cancellationToken)
    {
        var gadget = await _rig.CreateAsync(gadget => gadget.Metadata.Finalizers = [Ours], cancellationToken);
        await _rig.Other.DeleteAsync<Gadget>(new("default", "a"), cancellationToken: cancellationToken);
        var removed = await _rig.PassTimeUntilAsync(_rig.Client.RemoveFinalizerAsync(gadget, Ours, cancellationToken: cancellationToken), cancellationToken);
        var again = await _rig.PassTimeUntilAsync(_rig.Client.RemoveFinalizerAsync(gadget, Ours, cancellationToken: cancellationToken), cancellationToken);
        Assert.That((removed.Outcome, again.Outcome), Is.EqualTo((WriteOutcome.Patched, WriteOutcome.Gone)));
        Assert.That(() => _rig.ReadAsync(cancellationToken), Throws.InstanceOf<NotFoundException>());
    }
}
