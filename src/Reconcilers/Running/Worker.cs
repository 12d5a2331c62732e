using KubeController.Client;
using KubeController.Reconcilers.Hosting;
using KubeController.WorkQueues;
using Microsoft.Extensions.Logging;

namespace KubeController.Reconcilers.Running;

/// <summary>Reconciles keys and settles them: the one place where the fate of a result or an exception is decided.</summary>
internal sealed class Worker(string controller, ReconcileCall reconcile, TimeSpan? deadline, ControllerSurroundings surroundings)
{
    private readonly ILogger _logger = surroundings.Logger;

    /// <summary>Reconciles one key and settles it; any number may run side by side.</summary>
    public async ValueTask WorkOnAsync(WorkItem<NamespacedName> item, CancellationToken cancellationToken)
    {
        using var scope = _logger.BeginScope(new ReconcileScope(controller, item.Key));
        try
        {
            Settle(item, await ReconcileAsync(new(item.Key, item.Attempt), cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _logger.Cancelled(controller, item.Key, item.Attempt);
            item.RequeueAfter(TimeSpan.Zero);
        }
        catch (TerminalException error)
        {
            _logger.Terminal(controller, item.Key, item.Attempt, error.Message, error);
            item.Fail();
        }
        catch (ApiException error) when (error is ConflictException or AlreadyExistsException)
        {
            // What was read is not the newest; that is no fault, and the change that explains it is on its way.
            _logger.Conflicted(controller, item.Key, item.Attempt, error.Message);
            item.Retry();
        }
        catch (Exception error)
        {
            _logger.Failed(controller, item.Key, item.Attempt, error);
            item.Retry(RetryAfterOf(error) ?? TimeSpan.Zero);
        }
    }

    private static TimeSpan? RetryAfterOf(Exception error) => error switch
    {
        ApiException answer => answer.RetryAfter,
        WriteStageException stage => stage.RetryAfter,
        _ => null,
    };

    private void Settle(WorkItem<NamespacedName> item, ReconcileResult result)
    {
        switch (result.Outcome)
        {
            case ReconcileOutcome.Retry:
                _logger.Unready(controller, item.Key, item.Attempt, result.Reason);
                item.Retry(result.Delay);
                break;
            case ReconcileOutcome.Terminal:
                _logger.Terminal(controller, item.Key, item.Attempt, result.Reason, error: null);
                item.Fail();
                break;
            case ReconcileOutcome.RequeueAfter:
                _logger.Requeued(controller, item.Key, item.Attempt, result.Delay);
                item.RequeueAfter(result.Delay);
                break;
            default:
                _logger.Reconciled(controller, item.Key, item.Attempt);
                item.Succeed();
                break;
        }
    }

    private async ValueTask<ReconcileResult> ReconcileAsync(ReconcileRequest request, CancellationToken cancellationToken)
    {
        if (deadline is not { } time)
        {
            return await reconcile(request, cancellationToken);
        }

        using var late = new CancellationTokenSource(time, surroundings.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await reconcile(request, either.Token);
        }
        catch (OperationCanceledException error) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The reconcile was cancelled, for it took longer than the controller's deadline of {time}.", error);
        }
    }
}
