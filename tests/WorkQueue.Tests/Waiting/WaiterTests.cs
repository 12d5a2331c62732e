using KubeController.WorkQueues.Keys;
using KubeController.WorkQueues.Waiting;

namespace KubeController.WorkQueues.Tests.Waiting;

/// <summary>The instant between being woken and looking: here a cancellation would lose a key, if it could.</summary>
[CancelAfter(10_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class WaiterTests
{
    private readonly KeyDispatcher<string> _dispatcher = new(comparer: null, agingInterval: 10, TimeProvider.System);

    [Test]
    public async Task WaitAsync_WokenAndThenCancelled_LooksOnceMoreAndFindsTheKey(CancellationToken cancellationToken)
    {
        var (first, second) = (List(), List());
        _dispatcher.Add("a", WorkPriority.Live, since: null);      // wakes the first
        await first.WaitAsync(new CancellationToken(canceled: true));
        Assert.That(_dispatcher.Take(waiter: null, out var lease, out _), Is.EqualTo(TakeOutcome.Taken));
        Assert.That(lease.Key, Is.EqualTo("a"));
        Assert.That(second.IsListed, "One add wakes one.");

        _dispatcher.Add("b", WorkPriority.Live, since: null);
        await second.WaitAsync(cancellationToken);
    }

    [Test]
    public void WaitAsync_CancelledBefore_ThrowsAndLeavesTheList()
    {
        var waiter = List();
        Assert.That(async () => await waiter.WaitAsync(new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(waiter.IsListed, Is.False);
    }

    [Test]
    public async Task WaitAsync_OneOfThreeIsCancelled_TheOthersAreWokenInTheirOrder(CancellationToken cancellationToken)
    {
        var (first, second, third) = (List(), List(), List());
        Assert.That(async () => await second.WaitAsync(new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        _dispatcher.Add("a", WorkPriority.Live, since: null);
        await first.WaitAsync(cancellationToken);
        Assert.That(third.IsListed);
        _dispatcher.Add("b", WorkPriority.Live, since: null);
        await third.WaitAsync(cancellationToken);
    }

    [Test]
    public async Task RentWaiter_ReturnedBefore_IsUsedAgain(CancellationToken cancellationToken)
    {
        var waiter = List();
        _dispatcher.ShutDown();
        await waiter.WaitAsync(cancellationToken);
        _dispatcher.ReturnWaiter(waiter);
        Assert.That(_dispatcher.RentWaiter(), Is.SameAs(waiter));
        Assert.That(_dispatcher.RentWaiter(), Is.Not.SameAs(waiter));
    }

    [TearDown]
    public void Dispose() => _dispatcher.Dispose();

    private Waiter List()
    {
        var waiter = _dispatcher.RentWaiter();
        Assert.That(_dispatcher.Take(waiter, out Lease<string> _, out _), Is.EqualTo(TakeOutcome.Empty));
        Assert.That(waiter.IsListed);
        return waiter;
    }
}
