using System.Net;
using KubeController.Client;
using KubeController.Reconcilers.Hosting;
using KubeController.Reconcilers.Running;
using KubeController.Reconcilers.Tests.Support;
using KubeController.Reconcilers.Waking;
using KubeController.WorkQueues;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace KubeController.Reconcilers.Tests.Running;

/// <summary>What becomes of a key, for each way a reconcile can end.</summary>
[CancelAfter(10_000)]
public sealed class WorkerTests
{
    private static readonly NamespacedName Key = new("default", "a");
    private static readonly NamespacedName Next = new("default", "next");

    private readonly HashSet<NamespacedName> _existing = [];
    private Surroundings _surroundings = null!;
    private Inbox _inbox = null!;

    private WorkQueue<NamespacedName> Queue => _inbox.Queue;

    [SetUp]
    public void CreateInbox()
    {
        _existing.Clear();
        _surroundings = new();
        _inbox = new(new() { TimeProvider = _surroundings.Time, Random = () => 0 });
    }

    [TearDown]
    public async Task DisposeInbox() => await _inbox.DisposeAsync();

    [Test]
    public async Task Done_Key_Settled(CancellationToken cancellationToken)
    {
        await WorkOnceAsync((_, _) => new(ReconcileResult.Done), cancellationToken);
        Assert.That((Queue.Count, Queue.DelayedCount), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Exception_Key_RetriedWithBackoffAndLoggedOnceWithKeyAndAttempt(CancellationToken cancellationToken)
    {
        await WorkOnceAsync((_, _) => throw new InvalidOperationException("oh"), cancellationToken);
        Assert.That(await AttemptAfterAsync(TimeSpan.FromMilliseconds(5), cancellationToken), Is.EqualTo(2));
        var record = OnlyRecord(LogLevel.Warning);
        Assert.That(record.Message, Is.EqualTo("Controller test failed to reconcile default/a at attempt 1; it will be retried."));
        Assert.That(record.Exception, Is.InstanceOf<InvalidOperationException>());
    }

    [Test]
    public async Task Exception_ThrownAfterAnAwait_SameAsAtOnce(CancellationToken cancellationToken)
    {
        await WorkOnceAsync(
            async (_, _) =>
            {
                await Task.Yield();
                throw new InvalidOperationException("oh");
            },
            cancellationToken);
        Assert.That(Queue.DelayedCount, Is.EqualTo(1));
    }

    [Test]
    public async Task Retry_Key_RetriedWithItsReasonInTheLog(CancellationToken cancellationToken)
    {
        await WorkOnceAsync((_, _) => new(ReconcileResult.Retry("not there yet")), cancellationToken);
        Assert.That(await AttemptAfterAsync(TimeSpan.FromMilliseconds(5), cancellationToken), Is.EqualTo(2));
        Assert.That(OnlyRecord(LogLevel.Warning).Message, Does.Contain("default/a").And.EndWith("not there yet"));
    }

    [Test]
    public async Task Retry_WithATime_NotBefore(CancellationToken cancellationToken)
    {
        await WorkOnceAsync((_, _) => new(ReconcileResult.Retry("later", TimeSpan.FromSeconds(9))), cancellationToken);
        Assert.That(await AttemptAfterAsync(TimeSpan.FromSeconds(9), cancellationToken), Is.EqualTo(2));
    }

    [Test]
    public async Task RequeueAfter_Key_ComesExactlyThenAsAFirstAttempt(CancellationToken cancellationToken)
    {
        await WorkOnceAsync((_, _) => new(ReconcileResult.RequeueAfter(TimeSpan.FromMinutes(10))), cancellationToken);
        Assert.That(await AttemptAfterAsync(TimeSpan.FromMinutes(10), cancellationToken), Is.EqualTo(1));
    }

    [Test]
    public async Task Terminal_Key_NotRetriedAndLoggedAsError(CancellationToken cancellationToken)
    {
        await WorkOnceAsync((_, _) => new(ReconcileResult.Terminal("no such size")), cancellationToken);
        Assert.That((Queue.Count, Queue.DelayedCount), Is.EqualTo((0, 0)));
        Assert.That(OnlyRecord(LogLevel.Error).Message, Does.Contain("default/a").And.EndWith("no such size"));
    }

    [Test]
    public async Task TerminalException_Key_NotRetriedAndLoggedAsError(CancellationToken cancellationToken)
    {
        await WorkOnceAsync((_, _) => throw new TerminalException("no such size"), cancellationToken);
        Assert.That((Queue.Count, Queue.DelayedCount), Is.EqualTo((0, 0)));
        Assert.That(OnlyRecord(LogLevel.Error).Message, Does.EndWith("no such size"));
    }

    [Test]
    public async Task TooManyRequests_Key_NotRetriedBeforeTheServersTime(CancellationToken cancellationToken)
    {
        await WorkOnceAsync(
            (_, _) => throw ApiException.FromStatus(new() { Code = 429, Reason = "TooManyRequests", Details = new() { RetryAfterSeconds = 7 } }),
            cancellationToken);
        Assert.That(await AttemptAfterAsync(TimeSpan.FromSeconds(7), cancellationToken), Is.EqualTo(2));
    }

    [TestCase("Conflict")]
    [TestCase("AlreadyExists")]
    public async Task Conflict_Key_RetriedWithoutAWarning(string reason, CancellationToken cancellationToken)
    {
        await WorkOnceAsync((_, _) => throw ApiException.FromStatus(new() { Code = (int)HttpStatusCode.Conflict, Reason = reason }), cancellationToken);
        Assert.That(Queue.DelayedCount, Is.EqualTo(1));
        Assert.That(_surroundings.Log.Max(record => record.Level), Is.EqualTo(LogLevel.Information));
    }

    [Test]
    public async Task Cancellation_ByTheStop_IsNoFailure(CancellationToken cancellationToken)
    {
        using var stop = new CancellationTokenSource();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Queue.Add(Key);
        var working = Run(WorkerOf(WaitAsync), stop.Token, stop.Token);
        await begun.Task.WaitAsync(cancellationToken);
        await stop.CancelAsync();
        await working.WaitAsync(cancellationToken);
        Assert.That((Queue.Count, Queue.DelayedCount), Is.EqualTo((1, 0)), "The key is back in the queue, with no failure and no delay.");
        Assert.That(_surroundings.Log.Max(record => record.Level), Is.EqualTo(LogLevel.Information));

        async ValueTask<ReconcileResult> WaitAsync(ReconcileRequest request, CancellationToken token)
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            return ReconcileResult.Done;
        }
    }

    [Test]
    public async Task Cancellation_NotByUs_IsAFailure(CancellationToken cancellationToken)
    {
        await WorkOnceAsync((_, _) => throw new TaskCanceledException("the request timed out"), cancellationToken);
        Assert.That(Queue.DelayedCount, Is.EqualTo(1));
        Assert.That(OnlyRecord(LogLevel.Warning).Exception, Is.InstanceOf<TaskCanceledException>());
    }

    [Test]
    public async Task Deadline_Passed_ReconcileCancelledAndRetried(CancellationToken cancellationToken)
    {
        await WorkOnceAsync(
            async (_, token) =>
            {
                _surroundings.Time.Advance(TimeSpan.FromSeconds(3));
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                return ReconcileResult.Done;
            },
            cancellationToken,
            new() { Deadline = TimeSpan.FromSeconds(3) });
        Assert.That(Queue.DelayedCount, Is.EqualTo(1));
        Assert.That(OnlyRecord(LogLevel.Warning).Exception?.Message, Does.Contain("deadline of 00:00:03"));
    }

    [Test]
    public async Task LogScope_OfAReconcile_HasControllerAndKey(CancellationToken cancellationToken)
    {
        await WorkOnceAsync((_, _) => throw new InvalidOperationException("oh"), cancellationToken);
        var scope = (IEnumerable<KeyValuePair<string, object?>>)OnlyRecord(LogLevel.Warning).Scopes[0]!;
        Assert.That(scope, Does.Contain(new KeyValuePair<string, object?>("Controller", "test")).And.Contain(new KeyValuePair<string, object?>("Key", Key)));
    }

    [Test]
    public async Task Done_ResourceExists_LookedAtAgainAfterTheFailsafeInterval(CancellationToken cancellationToken)
    {
        _existing.Add(Key);
        await WorkOnceAsync((_, _) => new(ReconcileResult.Done), cancellationToken);
        Assert.That(Queue.DelayedCount, Is.EqualTo(1));

        // Ten hours, and by chance (a half of) a tenth more.
        Assert.That(await AttemptAfterAsync(TimeSpan.FromHours(10.5), cancellationToken), Is.EqualTo(1));
    }

    [Test]
    public async Task Terminal_ResourceExists_LookedAtAgainAfterTheFailsafeInterval(CancellationToken cancellationToken)
    {
        _existing.Add(Key);
        await WorkOnceAsync((_, _) => new(ReconcileResult.Terminal("no such size")), cancellationToken, new() { FailsafeInterval = TimeSpan.FromHours(1) });
        Assert.That(await AttemptAfterAsync(TimeSpan.FromHours(1.05), cancellationToken), Is.EqualTo(1));
    }

    [Test]
    public async Task Done_FailsafeSwitchedOff_WaitsForAChangeAlone(CancellationToken cancellationToken)
    {
        _existing.Add(Key);
        await WorkOnceAsync((_, _) => new(ReconcileResult.Done), cancellationToken, new() { FailsafeInterval = TimeSpan.Zero });
        Assert.That(Queue.DelayedCount, Is.Zero);
    }

    [Test]
    public async Task RequeueAfter_WithPriority_ComesWithIt(CancellationToken cancellationToken)
    {
        await WorkOnceAsync((_, _) => new(ReconcileResult.RequeueAfter(TimeSpan.FromMinutes(1), priority: 42)), cancellationToken);
        _surroundings.Time.Advance(TimeSpan.FromMinutes(1));
        using var item = await Queue.TakeAsync(cancellationToken);
        Assert.That(item!.Value.Priority, Is.EqualTo(42));
    }

    [Test]
    public async Task Exception_PolicyForIt_ItsDelay(CancellationToken cancellationToken)
    {
        await RecreateAsync(new PerExceptionBackoff(error => error is TimeoutException
            ? new ExponentialBackoff(TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(3), 0) : new ExponentialBackoff()));
        await WorkOnceAsync((_, _) => throw new TimeoutException("slow"), cancellationToken);
        Assert.That(await AttemptAfterAsync(TimeSpan.FromMinutes(3), cancellationToken), Is.EqualTo(2));
    }

    [Test]
    public async Task Exception_BackoffPolicyThrows_KeyIsNotLostAndItIsSaid(CancellationToken cancellationToken)
    {
        await RecreateAsync(new PerExceptionBackoff(_ => throw new NotSupportedException("a policy of a user")));
        await WorkOnceAsync((_, _) => throw new TimeoutException("slow"), cancellationToken);
        Assert.That(Queue.Count + Queue.DelayedCount, Is.EqualTo(1));
        Assert.That(_surroundings.Log.Select(record => record.Message), Has.Some.Contains("backoff policy").And.Contains("default/a"));
    }

    [Test]
    public async Task Request_OfARetry_TellsWhatWokeItAndThatItIsARetry(CancellationToken cancellationToken)
    {
        var told = new List<string>();
        _inbox.Wake(Key, new(ReconcileCauseKind.Modified, "pods.v1") { Object = new("default", "web") }, WorkPriority.Live);
        await WorkOnceAsync(FailAsync, cancellationToken);
        _surroundings.Time.Advance(TimeSpan.FromMilliseconds(5));
        await WorkOnceAsync(FailAsync, cancellationToken);
        Assert.That(told, Is.EqualTo(new[] { "Modified pods.v1 default/web", "Retry" }));

        ValueTask<ReconcileResult> FailAsync(ReconcileRequest request, CancellationToken token)
        {
            told.Add(string.Join("; ", request.Causes));
            throw new InvalidOperationException("oh");
        }
    }

    [Test]
    public async Task Request_InATerm_TellsIt(CancellationToken cancellationToken)
    {
        var term = new LeaderTerm("me", 7, default);
        LeaderTerm? told = null;
        var worker = WorkerOf((request, _) =>
        {
            told = request.Term;
            return new(ReconcileResult.Done);
        });
        Queue.Add(Key);
        await worker.WorkOnAsync((await Queue.TakeAsync(cancellationToken))!.Value, term, cancellationToken);
        Assert.That(told, Is.SameAs(term));
    }

    private async Task RecreateAsync(IBackoffPolicy backoff)
    {
        await _inbox.DisposeAsync();
        _inbox = new(new() { TimeProvider = _surroundings.Time, Random = () => 0, Backoff = backoff });
    }

    private Worker WorkerOf(ReconcileCall reconcile, ControllerOptions? options = null)
    {
        var surroundings = _surroundings.For(new() { Random = () => 0.5 });
        var settings = new ControllerSettings("test", () => options ?? new(), [], surroundings.Logger);
        return new(reconcile, key => _existing.Contains(key), _inbox, settings, new(_surroundings.Time), surroundings.TelemetryOf("test"), surroundings);
    }

    /// <summary>Lets a single worker reconcile the key; ends when it has settled it.</summary>
    private async Task WorkOnceAsync(ReconcileCall reconcile, CancellationToken cancellationToken, ControllerOptions? options = null)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Queue.Add(Key);
        Queue.Add(Next);

        // With one worker, the next key begins when the first is settled.
        var working = Run(WorkerOf(ReconcileAsync, options), stop.Token, cancellationToken);
        await working.WaitAsync(cancellationToken);

        async ValueTask<ReconcileResult> ReconcileAsync(ReconcileRequest request, CancellationToken token)
        {
            if (request.Key == Key)
            {
                return await reconcile(request, token);
            }

            await stop.CancelAsync();
            return ReconcileResult.Done;
        }
    }

    /// <summary>The attempt the key comes back with after a time, having made sure that it does not come a millisecond earlier.</summary>
    private async Task<int> AttemptAfterAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        _surroundings.Time.Advance(delay - TimeSpan.FromMilliseconds(1));
        Assert.That(Queue.Count, Is.Zero, "Too early.");
        _surroundings.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(Queue.Count, Is.EqualTo(1), "Too late.");
        using var item = await Queue.TakeAsync(cancellationToken);
        return item!.Value.Attempt;
    }

    private Task Run(Worker worker, CancellationToken stopping, CancellationToken reconciling) =>
        new WorkerPool<NamespacedName>(Queue, (item, token) => worker.WorkOnAsync(item, term: null, token), concurrency: 1).RunAsync(stopping, reconciling);

    private FakeLogRecord OnlyRecord(LogLevel level) => _surroundings.Log.Single(record => record.Level >= level);
}
