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

    [Test]
    public async Task Take_WokenTakerCollectsTheAddOfAnotherThread_TheSecondTakerIsWokenForIt(CancellationToken cancellationToken)
    {
        var (first, second) = (List(), List());
        _dispatcher.Add("old", WorkPriority.Live, since: null);     // wakes the first
        await first.WaitAsync(cancellationToken);
        Lease<string> lease = default;

        // Another thread has made its add and waits for the lock, so that the first taker, who has the lock, takes the add in.
        var adding = new Thread(() => _dispatcher.Add("new", WorkPriority.Live, since: null));
        _dispatcher.Read(_ =>
        {
            adding.Start();
            SpinWait.SpinUntil(() => adding.ThreadState.HasFlag(ThreadState.WaitSleepJoin) || cancellationToken.IsCancellationRequested);
            return _dispatcher.Take(first, out lease, out TimeSpan? _);
        });
        adding.Join();

        Assert.That(lease.Key, Is.EqualTo("old"));
        Assert.That(second.IsListed, Is.False, "It is idle, and a key is ready.");
        await second.WaitAsync(cancellationToken);
        Assert.That(_dispatcher.Take(second, out lease, out TimeSpan? _), Is.EqualTo(TakeOutcome.Taken));
        Assert.That(lease.Key, Is.EqualTo("new"));
    }

    [Test]
    public void Add_TheLastWaiterHasGivenUp_IsCollectedAgainWithoutTheLock()
    {
        var waiter = List();
        Assert.That(async () => await waiter.WaitAsync(new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        var adding = new Thread(() => _dispatcher.Add("a", WorkPriority.Live, since: null));
        var hasAdded = _dispatcher.Read(_ =>
        {
            adding.Start();
            return adding.Join(TimeSpan.FromSeconds(5));     // ends at once, or not before the lock is left
        });
        adding.Join();
        Assert.That(hasAdded, "Nobody waits for the key, so the lock is not needed.");
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
