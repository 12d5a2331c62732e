using KubeController.Client;

namespace KubeController.Reconcilers.Tests;

[CancelAfter(10_000)]
public sealed class WriteStageTests
{
    [Test]
    public async Task WhenAllAsync_AllSucceed_Ends(CancellationToken cancellationToken)
    {
        using var stage = new WriteStage(cancellationToken);
        var written = 0;
        stage.Start("one", _ => { written++; return Task.CompletedTask; });
        stage.Start("two", _ => { written++; return Task.CompletedTask; });
        await stage.WhenAllAsync();
        Assert.That(written, Is.EqualTo(2));
    }

    [Test]
    public void WhenAllAsync_OneFails_RestCancelledAndReported(CancellationToken cancellationToken)
    {
        using var stage = new WriteStage(cancellationToken);
        var fail = new TaskCompletionSource();
        stage.Start("pod", _ => fail.Task);
        stage.Start("service", token => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token));
        fail.SetException(new HttpRequestException("no route"));
        var error = Assert.ThrowsAsync<WriteStageException>(stage.WhenAllAsync);
        Assert.That(error!.Causes.Select(cause => (cause.Key, cause.Value.Message)), Is.EqualTo(new[] { ("pod", "no route") }));
        Assert.That(error.Abandoned, Is.EqualTo(new[] { "service" }));
        Assert.That(error.Message, Does.StartWith("Failed to write: pod. Abandoned because of that: service."));
    }

    [Test]
    public void Start_AfterAFailure_NotBegun(CancellationToken cancellationToken)
    {
        using var stage = new WriteStage(cancellationToken);
        stage.Start("pod", _ => throw new HttpRequestException("no route"));
        stage.Start("service", _ => throw new AssertionException("It should not begin."));
        Assert.That(Assert.ThrowsAsync<WriteStageException>(stage.WhenAllAsync)!.Abandoned, Is.EqualTo(new[] { "service" }));
    }

    [Test]
    public void WhenAllAsync_SeveralFail_EveryCauseKept(CancellationToken cancellationToken)
    {
        using var stage = new WriteStage(cancellationToken);
        var fail = new TaskCompletionSource();
        stage.Start("pod", _ => fail.Task);

        // It fails for a reason of its own while it is being cancelled.
        stage.Start("service", async token =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw ApiException.FromStatus(new() { Code = 429, Reason = "TooManyRequests", Details = new() { RetryAfterSeconds = 3 } });
        });
        fail.SetException(new HttpRequestException("no route"));
        var error = Assert.ThrowsAsync<WriteStageException>(stage.WhenAllAsync);
        Assert.That(error!.InnerExceptions, Has.Count.EqualTo(2));
        Assert.That(error.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(3)));
    }

    [Test]
    public async Task WhenAllAsync_ReconcileCancelled_IsACancellation(CancellationToken cancellationToken)
    {
        using var reconcile = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var stage = new WriteStage(reconcile.Token);
        stage.Start("pod", token => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token));
        await reconcile.CancelAsync();
        Assert.That(stage.WhenAllAsync, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void WhenAllAsync_CancellationThatIsNotOurs_IsAFailure(CancellationToken cancellationToken)
    {
        using var stage = new WriteStage(cancellationToken);
        stage.Start("pod", _ => throw new TaskCanceledException("the request timed out"));
        Assert.That(Assert.ThrowsAsync<WriteStageException>(stage.WhenAllAsync)!.InnerException, Is.InstanceOf<TimeoutException>());
    }
}
