using KubeController.Client;
using Microsoft.Extensions.Logging;

namespace KubeController.Reconcilers.Running;

/// <summary>Says once, and with what it needs to be understood, how a reconcile has ended.</summary>
internal sealed class SettlementLog(string controller, ILogger logger)
{
    public void Write(NamespacedName key, int attempt, in ReconcileEnd end)
    {
        if (end.Fate is ReconcileFate.IsInterrupted)
        {
            logger.Cancelled(controller, key, attempt);
        }
        else if (end.IsTerminal)
        {
            logger.Terminal(controller, key, attempt, end.Reason, end.Error);
        }
        else if (end.IsConflict)
        {
            logger.Conflicted(controller, key, attempt, end.Reason!);
        }
        else if (end.Error is { } error)
        {
            logger.Failed(controller, key, attempt, error);
        }
        else if (end.Fate is ReconcileFate.IsRetried)
        {
            logger.Unready(controller, key, attempt, end.Reason);
        }
        else if (end.Fate is ReconcileFate.ComesAgain)
        {
            logger.Requeued(controller, key, attempt, end.Delay);
        }
        else
        {
            logger.Reconciled(controller, key, attempt);
        }
    }
}
