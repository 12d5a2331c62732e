using KubeController.Client;
using KubeController.Reconcilers.Tests.Support;
using KubeController.Testing;

namespace KubeController.Reconcilers.Tests.Writing;

[CancelAfter(30_000)]
public sealed class FinalizationExtensionsTests
{
    private const string Dns = "test.kubecontroller.dev/dns";
    private const string Disk = "test.kubecontroller.dev/disk";

    private readonly List<string> _cleaned = [];
    private WritingRig _rig = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _cleaned.Clear();
        _rig = await WritingRig.StartAsync(CancellationToken.None);
    }

    [TearDown]
    public async Task StopAsync() => await _rig.DisposeAsync();

    [Test]
    public async Task FinalizeAsync_LivingObject_GetsTheFinalizersAndIsHandedBack(CancellationToken cancellationToken)
    {
        var gadget = await _rig.CreateAsync(cancellationToken: cancellationToken);
        var live = await _rig.Client.FinalizeAsync(gadget, [Cleaning(Dns), Cleaning(Disk)], options: null, cancellationToken);
        Assert.That(live?.Metadata.Finalizers, Is.EqualTo(new[] { Dns, Disk }));
        Assert.That(_cleaned, Is.Empty);
        var mark = _rig.Mark();
        Assert.That(await _rig.Client.FinalizeAsync(live!, [Cleaning(Dns), Cleaning(Disk)], options: null, cancellationToken), Is.SameAs(live));
        Assert.That(_rig.RequestsSince(mark), Is.Empty);
    }

    [Test]
    public async Task FinalizeAsync_ObjectIsToGo_CleansUpBeforeTheFinalizerGoes(CancellationToken cancellationToken)
    {
        var dying = await DyingAsync(cancellationToken, Dns);
        var live = await _rig.Client.FinalizeAsync(
            dying,
            Dns,
            async (_, token) =>
            {
                Assert.That((await _rig.ReadAsync(token)).HasFinalizer(Dns));
                _cleaned.Add(Dns);
            },
            cancellationToken);
        Assert.That(live, Is.Null);
        Assert.That(_cleaned, Is.EqualTo(new[] { Dns }));
        Assert.That(() => _rig.ReadAsync(cancellationToken), Throws.InstanceOf<NotFoundException>());
    }

    [Test]
    public async Task FinalizeAsync_CrashBetweenCleaningAndRemoval_CleansAgainAndThenItGoes(CancellationToken cancellationToken)
    {
        var dying = await DyingAsync(cancellationToken, Dns);
        _rig.Fail("patch", new() { Cut = FaultCut.BeforeCommit });
        Assert.That(() => _rig.Client.FinalizeAsync(dying, [Cleaning(Dns)], options: null, cancellationToken), Throws.Exception);
        Assert.That((await _rig.ReadAsync(cancellationToken)).HasFinalizer(Dns), "It is not lost, for it is not known whether all is cleaned up.");

        // The next process finds it as the last one left it.
        _rig.Fail("patch", null);
        Assert.That(await _rig.Client.FinalizeAsync(await _rig.ReadAsync(cancellationToken), [Cleaning(Dns)], options: null, cancellationToken), Is.Null);
        Assert.That(_cleaned, Is.EqualTo(new[] { Dns, Dns }));
        Assert.That(() => _rig.ReadAsync(cancellationToken), Throws.InstanceOf<NotFoundException>());
    }

    [Test]
    public async Task FinalizeAsync_OneOfSeveralFails_KeepsItsFinalizerAndHoldsUpNoOther(CancellationToken cancellationToken)
    {
        var dying = await DyingAsync(cancellationToken, Dns, Disk);
        var failing = new Finalizer<Gadget>(Dns, (_, _) => throw new TimeoutException("no answer of the name server"));
        Assert.That(() => _rig.Client.FinalizeAsync(dying, [failing, Cleaning(Disk)], options: null, cancellationToken), Throws.InstanceOf<TimeoutException>());
        Assert.That(_cleaned, Is.EqualTo(new[] { Disk }));
        Assert.That((await _rig.ReadAsync(cancellationToken)).Metadata.Finalizers, Is.EqualTo(new[] { Dns }));
    }

    [Test]
    public async Task FinalizeAsync_SeveralFail_EveryCauseKept(CancellationToken cancellationToken)
    {
        var dying = await DyingAsync(cancellationToken, Dns, Disk);
        var failing = new[] { Dns, Disk }.Select(name => new Finalizer<Gadget>(name, (_, _) => throw new TimeoutException(name))).ToList();
        Assert.That(
            () => _rig.Client.FinalizeAsync(dying, failing, options: null, cancellationToken),
            Throws.InstanceOf<AggregateException>().With.Property(nameof(AggregateException.InnerExceptions)).Count.EqualTo(2));
    }

    [Test]
    public async Task FinalizeAsync_DeletionBeginsInBetween_CleansUpAtOnce(CancellationToken cancellationToken)
    {
        var gadget = await _rig.CreateAsync(gadget => gadget.Metadata.Finalizers = [Dns], cancellationToken);
        _rig.Before(HttpMethod.Patch, other => other.DeleteAsync<Gadget>(new("default", "a"), cancellationToken: cancellationToken));
        var live = await _rig.PassTimeUntilAsync(
            _rig.Client.FinalizeAsync(gadget, [Cleaning(Disk), Cleaning(Dns)], options: null, cancellationToken), cancellationToken);
        Assert.That(live, Is.Null);
        Assert.That(_cleaned, Is.EqualTo(new[] { Dns }), "what has no finalizer was never begun");
    }

    [Test]
    public async Task FinalizeAsync_Cancelled_IsACancellationAndKeepsTheFinalizer(CancellationToken cancellationToken)
    {
        var dying = await DyingAsync(cancellationToken, Dns, Disk);
        using var reconcile = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var stopping = new Finalizer<Gadget>(Dns, async (_, token) =>
        {
            await reconcile.CancelAsync();
            token.ThrowIfCancellationRequested();
        });
        Assert.That(
            () => _rig.Client.FinalizeAsync(dying, [stopping, Cleaning(Disk)], options: null, reconcile.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_cleaned, Is.Empty);
        Assert.That((await _rig.ReadAsync(cancellationToken)).Metadata.Finalizers, Has.Count.EqualTo(2));
    }

    private async Task<Gadget> DyingAsync(CancellationToken cancellationToken, params string[] finalizers)
    {
        await _rig.CreateAsync(gadget => gadget.Metadata.Finalizers = finalizers, cancellationToken);
        await _rig.Other.DeleteAsync<Gadget>(new("default", "a"), cancellationToken: cancellationToken);
        return await _rig.ReadAsync(cancellationToken);
    }

    private Finalizer<Gadget> Cleaning(string name) => new(name, (_, _) =>
    {
        _cleaned.Add(name);
        return Task.CompletedTask;
    });
}
