using k8s.Models;
using KubeController.Client;

namespace KubeController.Reconcilers.Tests;

[CancelAfter(10_000)]
public sealed class ReadStageTests
{
    [Test]
    public async Task WhenAllAsync_AllFound_ValuesHandedBack(CancellationToken cancellationToken)
    {
        var stage = new ReadStage(cancellationToken);
        var one = stage.Start(_ => Task.FromResult(1));
        var two = stage.Start(_ => Task.FromResult("two"));
        await stage.WhenAllAsync();
        Assert.That((one.Value, two.Value), Is.EqualTo((1, "two")));
        Assert.That((one.HasValue, one.IsNotFound, one.Error), Is.EqualTo((true, false, (Exception?)null)));
    }

    [Test]
    public async Task Start_SeveralReads_RunSideBySide(CancellationToken cancellationToken)
    {
        var stage = new ReadStage(cancellationToken);
        var (first, second) = (new TaskCompletionSource<int>(), new TaskCompletionSource<int>());

        // Each waits for the other's beginning: one after the other they would never end.
        stage.Start(_ => { second.SetResult(2); return first.Task; });
        stage.Start(_ => { first.SetResult(1); return second.Task; });
        await stage.WhenAllAsync();
    }

    [Test]
    public async Task WhenAllAsync_OneFails_OthersGoOnAndItsErrorIsHandedBack(CancellationToken cancellationToken)
    {
        var stage = new ReadStage(cancellationToken);
        var slow = new TaskCompletionSource<int>();
        CancellationToken given = default;
        var failed = stage.Start<int>(_ => throw new HttpRequestException("no route"));
        var found = stage.Start(token => { given = token; return slow.Task; });
        var all = stage.WhenAllAsync();
        Assert.That((all.IsCompleted, given.IsCancellationRequested), Is.EqualTo((false, false)));

        slow.SetResult(7);
        await all;

        Assert.That(found.Value, Is.EqualTo(7));
        Assert.That((failed.HasValue, failed.IsNotFound), Is.EqualTo((false, false)));
        Assert.That(() => failed.Value, Throws.InstanceOf<HttpRequestException>().With.Message.EqualTo("no route"));
        Assert.That(() => failed.ValueOrDefault, Throws.InstanceOf<HttpRequestException>(), "Not known to be absent.");
    }

    [Test]
    public async Task WhenAllAsync_NotFound_IsADefiniteAnswer(CancellationToken cancellationToken)
    {
        var stage = new ReadStage(cancellationToken);
        var absent = stage.Start<V1Secret>(_ => throw Answer(404, "NotFound"));
        var refused = stage.Start<V1Secret>(_ => throw Answer(403, "Forbidden"));
        await stage.WhenAllAsync();
        Assert.That((absent.IsNotFound, absent.HasValue, absent.ValueOrDefault), Is.EqualTo((true, false, (V1Secret?)null)));
        Assert.That(() => absent.Value, Throws.InstanceOf<NotFoundException>());
        Assert.That((refused.IsNotFound, refused.HasValue), Is.EqualTo((false, false)));
        Assert.That(refused.Error, Is.InstanceOf<ForbiddenException>());
    }

    [Test]
    public async Task IsTransient_OfEachKindOfEnd_OnlyWhatAskingAgainMayMend(CancellationToken cancellationToken)
    {
        var stage = new ReadStage(cancellationToken);
        var busy = stage.Start<V1Secret>(_ => throw Answer(503, "ServiceUnavailable"));
        var unreachable = stage.Start<V1Secret>(_ => throw new HttpRequestException("no route"));
        var late = stage.Start<V1Secret>(_ => throw new TimeoutException());
        var absent = stage.Start<V1Secret>(_ => throw Answer(404, "NotFound"));
        var refused = stage.Start<V1Secret>(_ => throw Answer(403, "Forbidden"));
        var found = stage.Start(_ => Task.FromResult(new V1Secret()));
        await stage.WhenAllAsync();
        Assert.That(new[] { busy, unreachable, late, absent, refused, found }.Select(read => read.IsTransient), Is.EqualTo(new[] { true, true, true, false, false, false }));
    }

    [Test]
    public async Task WhenAllAsync_Cancelled_ReachesEveryRead(CancellationToken cancellationToken)
    {
        using var reconcile = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var stage = new ReadStage(reconcile.Token);
        var reads = Enumerable.Range(0, 3).Select(_ => stage.Start(WaitForEverAsync)).ToList();
        await reconcile.CancelAsync();
        Assert.That(stage.WhenAllAsync, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(reads.ConvertAll(read => read.Error), Is.All.InstanceOf<OperationCanceledException>());

        static async Task<int> WaitForEverAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return 0;
        }
    }

    [Test]
    public void WhenAllAsync_UnexpectedFailure_IsThrown(CancellationToken cancellationToken)
    {
        var stage = new ReadStage(cancellationToken);
        stage.Start<int>(_ => throw new HttpRequestException("expected"));
        stage.Start<int>(_ => throw new NotSupportedException("a mistake"));
        Assert.That(stage.WhenAllAsync, Throws.InstanceOf<NotSupportedException>());
    }

    [Test]
    public void WhenAllAsync_SeveralUnexpectedFailures_AllKept(CancellationToken cancellationToken)
    {
        var stage = new ReadStage(cancellationToken);
        stage.Start<int>(_ => throw new NotSupportedException());
        stage.Start<int>(_ => throw new FormatException());
        Assert.That(stage.WhenAllAsync, Throws.InstanceOf<AggregateException>().With.Property(nameof(AggregateException.InnerExceptions)).Count.EqualTo(2));
    }

    [Test]
    public async Task WhenAllAsync_CancellationThatIsNotOurs_IsAnErrorOfThatRead(CancellationToken cancellationToken)
    {
        var stage = new ReadStage(cancellationToken);
        var read = stage.Start<int>(_ => throw new TaskCanceledException("the request timed out"));
        await stage.WhenAllAsync();
        Assert.That(read.Error, Is.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Value_BeforeTheReadHasEnded_SaysWhatToAwait(CancellationToken cancellationToken)
    {
        var read = new ReadStage(cancellationToken).Start(_ => new TaskCompletionSource<int>().Task);
        Assert.That(() => read.Value, Throws.InvalidOperationException.With.Message.EqualTo(
            "The read has not ended. Await ReadStage.WhenAllAsync before asking for its result."));
    }

    private static ApiException Answer(int code, string reason) => ApiException.FromStatus(new() { Code = code, Reason = reason });
}
