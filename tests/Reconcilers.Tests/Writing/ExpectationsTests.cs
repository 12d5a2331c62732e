using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Reconcilers.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace KubeController.Reconcilers.Tests.Writing;

[CancelAfter(30_000)]
public sealed class ExpectationsTests
{
    private static readonly NamespacedName Owner = new("default", "owner");
    private static readonly NamespacedName Child = new("default", "child");

    private readonly FakeLogCollector _log = FakeLogCollector.Create(new());
    private CancellationTokenSource _stop = null!;
    private WritingRig _rig = null!;
    private Informer<V1ConfigMap> _informer = null!;
    private Task _running = null!;
    private Expectations<V1ConfigMap> _expectations = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _log.Clear();
        _stop = new();
        _rig = await WritingRig.StartAsync(CancellationToken.None);
        _informer = new(new(_rig.Connection), new() { TimeProvider = _rig.Time });
        _running = _informer.RunAsync(_stop.Token);
        await _informer.WaitForSyncAsync();
        _expectations = new(
            _informer, TimeSpan.FromMinutes(5), _rig.Time, new LoggerFactory([new FakeLoggerProvider(_log)], new LoggerFilterOptions { MinLevel = LogLevel.Debug }));
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _expectations.DisposeAsync();
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        await _rig.DisposeAsync();
    }

    [Test]
    public async Task AreFulfilled_ObjectAppears_WhenTheCacheShowsIt(CancellationToken cancellationToken)
    {
        _expectations.ExpectCreation(Owner, Child);
        Assert.That((_expectations.AreFulfilled(Owner, out var left), left), Is.EqualTo((false, TimeSpan.FromMinutes(5))));
        Assert.That(_expectations.AreFulfilled(new("default", "another"), out _), "nothing was expected for it");
        await CreateAsync(cancellationToken);
        await WritingRig.UntilAsync(() => _informer.Store.Contains(Child), cancellationToken);
        Assert.That((_expectations.AreFulfilled(Owner, out left), left), Is.EqualTo((true, TimeSpan.Zero)));
    }

    [Test]
    public async Task AreFulfilled_ObjectDisappears_WhenTheCacheDoesNotShowItAnyMore(CancellationToken cancellationToken)
    {
        var created = await CreateAsync(cancellationToken);
        await WritingRig.UntilAsync(() => _informer.Store.Contains(Child), cancellationToken);
        _expectations.ExpectDeletion(Owner, Child, created.Metadata.Uid);
        Assert.That(_expectations.AreFulfilled(Owner, out _), Is.False);
        await _rig.Other.DeleteAsync<V1ConfigMap>(Child, cancellationToken: cancellationToken);
        await WritingRig.UntilAsync(() => !_informer.Store.Contains(Child), cancellationToken);
        Assert.That(_expectations.AreFulfilled(Owner, out _));
    }

    [Test]
    public async Task AreFulfilled_ObjectCameAndWent_SeenAllTheSame(CancellationToken cancellationToken)
    {
        _expectations.ExpectCreation(Owner, Child);
        await CreateAsync(cancellationToken);
        await WritingRig.UntilAsync(() => _informer.Store.Contains(Child), cancellationToken);
        await _rig.Other.DeleteAsync<V1ConfigMap>(Child, cancellationToken: cancellationToken);
        await WritingRig.UntilAsync(() => !_informer.Store.Contains(Child), cancellationToken);

        // Not asked before: the store would have told it then.
        await WritingRig.UntilAsync(() => _expectations.PendingCount == 0, cancellationToken);
        Assert.That(_log.GetSnapshot(), Is.Empty, "it has not lapsed");
    }

    [Test]
    public async Task AreFulfilled_AnotherUid_IsNotTheOneExpected(CancellationToken cancellationToken)
    {
        var created = await CreateAsync(cancellationToken);
        await WritingRig.UntilAsync(() => _informer.Store.Contains(Child), cancellationToken);
        _expectations.ExpectCreation(Owner, Child, "another uid");
        Assert.That(_expectations.AreFulfilled(Owner, out _), Is.False);
        _expectations.ExpectCreation(Owner, Child, created.Metadata.Uid);
        Assert.That(_expectations.PendingCount, Is.EqualTo(1), "what is there already is not waited for");
    }

    [Test]
    public void AreFulfilled_DeadlinePasses_LapsesAndIsTold()
    {
        _expectations.ExpectCreation(Owner, Child);
        _rig.Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.That(_expectations.AreFulfilled(Owner, out _), Is.False);
        _rig.Time.Advance(TimeSpan.FromTicks(1));
        Assert.That(_expectations.AreFulfilled(Owner, out _));
        Assert.That(_log.GetSnapshot().Where(record => record.Id.Id == 360).Select(record => record.Message), Is.EqualTo(new[]
        {
            "What was expected of default/owner was not seen for 00:05:00, and is not waited for any more: creation of default/child. " +
            "The watch is late, or it came and went unseen, or did not come at all.",
        }));
    }

    [Test]
    public void Lapse_NobodyAsks_ForgottenByItself()
    {
        _expectations.ExpectCreation(Owner, Child);
        _rig.Time.Advance(TimeSpan.FromMinutes(1));
        _expectations.ExpectCreation(new("default", "another"), Child);
        _rig.Time.Advance(TimeSpan.FromMinutes(4));
        Assert.That(_expectations.PendingCount, Is.EqualTo(1));
        _rig.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.That(_expectations.PendingCount, Is.Zero);
    }

    [Test]
    public void Forget_Owner_NothingIsWaitedFor()
    {
        _expectations.ExpectCreation(Owner, Child);
        _expectations.Forget(Owner);
        Assert.That((_expectations.AreFulfilled(Owner, out _), _expectations.PendingCount), Is.EqualTo((true, 0)));
    }

    private Task<V1ConfigMap> CreateAsync(CancellationToken cancellationToken) =>
        _rig.Other.CreateAsync(new V1ConfigMap { Metadata = new() { Name = Child.Name, NamespaceProperty = Child.Namespace } }, cancellationToken);
}
