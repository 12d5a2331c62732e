using KubeController.Client;
using Microsoft.Extensions.Logging;

namespace KubeController.Reconcilers.Leading;

/// <summary>What standby, renewals and release of one elector have in common.</summary>
internal sealed class ElectionParts
{
    public ElectionParts(ApiConnection connection, ElectionSettings settings, TimeProvider timeProvider, Func<double> random, ILogger logger)
    {
        (Settings, TimeProvider, Logger) = (settings, timeProvider, logger);
        Jitter = new(random);
        Requests = new(connection, settings);
        Keeper = new(Requests, settings, timeProvider, logger);
        Troubles = new(settings, logger);
    }

    public ElectionSettings Settings { get; }

    public TimeProvider TimeProvider { get; }

    public ILogger Logger { get; }

    public Jitter Jitter { get; }

    public LeaseRequests Requests { get; }

    public LeaseKeeper Keeper { get; }

    public ElectionTroubles Troubles { get; }

    /// <summary>Limits one attempt: it is cancelled, and awaited, at its end.</summary>
    public TimeLimit LimitAttempt(CancellationToken outer) => new(Settings.AttemptLimit, TimeProvider, outer);

    /// <summary>Takes note of an attempt that failed; cut off by its limit counts as a failure as well.</summary>
    public void Report(string action, Exception error) => Troubles.Report(action, error is not OperationCanceledException ? error : new TimeoutException(
        $"The server did not answer within {Settings.AttemptLimit}, which is half of {nameof(LeaderElectionOptions.RenewDeadline)}. Check that it is reachable.", error));
}
