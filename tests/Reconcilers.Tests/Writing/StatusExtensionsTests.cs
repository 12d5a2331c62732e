using k8s.Models;
using KubeController.Client;
using KubeController.Reconcilers.Tests.EndToEnd;
using KubeController.Reconcilers.Tests.Support;

namespace KubeController.Reconcilers.Tests.Writing;

[CancelAfter(30_000)]
public sealed class StatusExtensionsTests
{
    private WritingRig _rig = null!;

    [SetUp]
    public async Task StartAsync() => _rig = await WritingRig.StartAsync(CancellationToken.None);

    [TearDown]
    public async Task StopAsync() => await _rig.DisposeAsync();

    [Test]
    public async Task PatchStatusAsync_NothingChanges_NoRequest(CancellationToken cancellationToken)
    {
        var gadget = await _rig.CreateAsync(cancellationToken: cancellationToken);
        var first = await _rig.Client.PatchStatusAsync(gadget, state => SetReady(state, "True"), cancellationToken: cancellationToken);
        var mark = _rig.Mark();
        _rig.Time.Advance(TimeSpan.FromHours(1));
        var second = await _rig.Client.PatchStatusAsync(first.Resource!, state => SetReady(state, "True"), cancellationToken: cancellationToken);
        Assert.That((first.Outcome, second.Outcome), Is.EqualTo((WriteOutcome.Patched, WriteOutcome.Unchanged)));
        Assert.That(second.Resource, Is.SameAs(first.Resource));
        Assert.That(_rig.RequestsSince(mark), Is.Empty);
    }

    [Test]
    public async Task PatchStatusAsync_Difference_IsAllThatIsSentAndTheObjectAtHandStaysAsItWas(CancellationToken cancellationToken)
    {
        var gadget = await _rig.CreateAsync(cancellationToken: cancellationToken);

        // A stale object at hand, and another writer of a neighbouring field: neither makes a conflict.
        await _rig.Other.PatchStatusAsync<Gadget>(new("default", "a"), new MergePatch().Set(7, "status", "count"), cancellationToken);
        var mark = _rig.Mark();
        var result = await _rig.Client.PatchStatusAsync(gadget, state => (state.Status ??= new()).Phase = "Ready", cancellationToken: cancellationToken);
        Assert.That((result.Outcome, result.Resource?.Status?.Phase, result.Resource?.Status?.Count), Is.EqualTo((WriteOutcome.Patched, "Ready", 7)));
        Assert.That(_rig.RequestsSince(mark), Is.EqualTo(new[] { "patch" }));
        Assert.That(gadget.Status, Is.Null);
    }

    [Test]
    public async Task PatchStatusAsync_AnotherWriterAddsAConditionInBetween_BothAreThere(CancellationToken cancellationToken)
    {
        var gadget = await _rig.CreateAsync(cancellationToken: cancellationToken);
        _rig.Before(HttpMethod.Patch, async other => await other.PatchStatusAsync(
            gadget, state => ((state.Status ??= new()).Conditions ??= []).SetCondition(Condition("Synced", "True"), _rig.Time), cancellationToken: cancellationToken));
        var mark = _rig.Mark();
        var result = await _rig.PassTimeUntilAsync(
            _rig.Client.PatchStatusAsync(gadget, state => SetReady(state, "True"), cancellationToken: cancellationToken), cancellationToken);
        Assert.That(result.Outcome, Is.EqualTo(WriteOutcome.Patched));
        Assert.That((await _rig.ReadAsync(cancellationToken)).Status!.Conditions!.Select(condition => condition.Type), Is.EquivalentTo(new[] { "Ready", "Synced" }));
        Assert.That(_rig.RequestsSince(mark), Is.EqualTo(new[] { "patch", "get", "patch" }));
    }

    [Test]
    public async Task PatchStatusAsync_OnlyAtThisVersion_ACounterLosesNothing(CancellationToken cancellationToken)
    {
        var gadget = await _rig.CreateAsync(cancellationToken: cancellationToken);
        _rig.Before(HttpMethod.Patch, async other => await Count(other));
        await _rig.PassTimeUntilAsync(Count(_rig.Client), cancellationToken);
        Assert.That((await _rig.ReadAsync(cancellationToken)).Status!.Count, Is.EqualTo(2));

        Task<WriteResult<Gadget>> Count(ResourceClient client) => client.PatchStatusAsync(
            gadget, state => (state.Status ??= new()).Count = (state.Status.Count ?? 0) + 1, new() { OnlyAtThisVersion = true }, cancellationToken);
    }

    [Test]
    public async Task PatchStatusAsync_ConflictEveryTime_GivesUpAfterTheSteps(CancellationToken cancellationToken)
    {
        var gadget = await _rig.CreateAsync(cancellationToken: cancellationToken);
        _rig.Fail("patch", new() { StatusCode = 409 });
        var mark = _rig.Mark();
        var write = _rig.Client.PatchStatusAsync(
            gadget, state => SetReady(state, "True"), new() { Conflicts = new() { Steps = 3 } }, cancellationToken);
        Assert.That(() => _rig.PassTimeUntilAsync(write, cancellationToken), Throws.InstanceOf<ConflictException>());
        Assert.That(_rig.RequestsSince(mark).Count(verb => verb == "patch"), Is.EqualTo(3));
    }

    [Test]
    public async Task PatchStatusAsync_ObjectIsGoneOrAnotherOne_Told(CancellationToken cancellationToken)
    {
        var gadget = await _rig.CreateAsync(cancellationToken: cancellationToken);
        await _rig.Other.DeleteAsync<Gadget>(new("default", "a"), cancellationToken: cancellationToken);
        Assert.That(await Write(SetPhase), Is.EqualTo(new WriteResult<Gadget>(WriteOutcome.Gone, null)));

        var namesake = await _rig.CreateAsync(cancellationToken: cancellationToken);
        Assert.That(await Write(state => SetReady(state, "True")), Is.EqualTo(new WriteResult<Gadget>(WriteOutcome.Gone, null)));
        Assert.That(await Write(SetPhase, new() { OnlyAtThisVersion = true }), Is.EqualTo(new WriteResult<Gadget>(WriteOutcome.Gone, null)));
        Assert.That((await _rig.ReadAsync(cancellationToken)).Metadata.ResourceVersion, Is.EqualTo(namesake.Metadata.ResourceVersion), "nothing was written");
        Assert.That(await Write(SetPhase), Is.EqualTo(new WriteResult<Gadget>(WriteOutcome.Gone, null)), "told, though written");

        Task<WriteResult<Gadget>> Write(Action<Gadget> change, ChangeOptions? options = null) =>
            _rig.PassTimeUntilAsync(_rig.Client.PatchStatusAsync(gadget, change, options, cancellationToken), cancellationToken);

        static void SetPhase(Gadget state) => (state.Status ??= new()).Phase = "Ready";
    }

    [Test]
    public async Task PatchStatusAsync_ChangeOfMoreThanTheStatus_Refused(CancellationToken cancellationToken)
    {
        var gadget = await _rig.CreateAsync(cancellationToken: cancellationToken);
        var mark = _rig.Mark();
        Assert.That(
            () => _rig.Client.PatchStatusAsync(gadget, state => state.Spec = new() { Size = "large" }, cancellationToken: cancellationToken),
            Throws.InvalidOperationException.With.Message.EqualTo(
                "The change touches 'spec'. A write of the status writes nothing else; change the rest by a call of its own."));
        Assert.That(_rig.RequestsSince(mark), Is.Empty);
    }

    [Test]
    public async Task PatchStatusAsync_TypeWithoutStatusSubresource_IsNotTakenForAGoneObject(CancellationToken cancellationToken)
    {
        await _rig.Server.ApplyAsync(WidgetCluster.Definition, cancellationToken);
        await _rig.Other.CreateAsync(new Widget { Metadata = new() { Name = "a", NamespaceProperty = "default" } }, cancellationToken);
        var client = _rig.Client.For(ResourceType.Of<Widget>());
        var resource = await client.GetAsync<Gadget>(new("default", "a"), cancellationToken);
        Assert.That(
            () => client.PatchStatusAsync(resource, state => (state.Status ??= new()).Phase = "Ready", cancellationToken: cancellationToken),
            Throws.InvalidOperationException.With.Message.StartsWith("'default/a' is there, and yet the server finds no status to write"));
    }

    private static V1Condition Condition(string type, string status) => new() { Type = type, Status = status, Reason = "Testing", Message = string.Empty };

    private void SetReady(Gadget state, string status) => ((state.Status ??= new()).Conditions ??= []).SetCondition(Condition("Ready", status), _rig.Time);
}
