using KubeController.Client;

namespace KubeController.Reconcilers.Leading;

/// <summary>Waits until the lease is free, and claims it. One attempt at a time.</summary>
internal sealed class Standby(ElectionParts parts)
{
    private readonly LeaseKeeper _keeper = parts.Keeper;

    /// <summary>Returns a term as soon as there is one.</summary>
    /// <returns>The term; <see langword="null"/> if there was none before the stop.</returns>
    public async Task<Term?> AcquireAsync(CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested)
        {
            return null;
        }

        parts.Logger.Standing(parts.Settings.Identity, parts.Settings.Lease);
        await using var watch = new LeaseWatch(parts);
        var isKnown = false;
        while (!stopping.IsCancellationRequested)
        {
            var (term, pause) = await TryAcquireAsync(isKnown, watch.IsOpen, stopping);
            if (term is not null)
            {
                return term;
            }

            isKnown = await WaitAsync(watch, pause, stopping);
        }

        return null;
    }

    private async Task<(Term? Term, TimeSpan Pause)> TryAcquireAsync(bool isKnown, bool isWatched, CancellationToken stopping)
    {
        using var attempt = parts.LimitAttempt(stopping);
        try
        {
            if (!isKnown)
            {
                await _keeper.LookAsync(attempt.Token);
            }

            var term = _keeper.IsFree ? await ClaimAsync(attempt.Token) : null;
            parts.Troubles.Clear();
            return (term, PauseAfterLook(isWatched));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return (null, TimeSpan.Zero);
        }
        catch (Exception error)
        {
            parts.Report("acquire", error);
            return (null, parts.Jitter.Spread(parts.Settings.RetryPeriod));
        }
    }

    /// <summary>Claims the lease as it was seen. Who is slower than another looks who that is.</summary>
    private async Task<Term?> ClaimAsync(CancellationToken cancellationToken)
    {
        var began = parts.TimeProvider.GetTimestamp();
        try
        {
            var token = await _keeper.ClaimAsync(cancellationToken);
            return new(parts.TimeProvider, parts.Settings.RenewDeadline, new(parts.Settings.Identity, token, parts.TimeProvider.GetUtcNow()), began);
        }
        catch (ApiException error) when (error is ConflictException or AlreadyExistsException)
        {
            if (error is AlreadyExistsException)
            {
                _keeper.ForgetClaim();
            }

            await _keeper.LookAsync(cancellationToken);
            return null;
        }
    }

    /// <summary>Not longer than the lease holds. A watch that works tells earlier; it is not trusted for more than twice the period.</summary>
    private TimeSpan PauseAfterLook(bool isWatched)
    {
        if (_keeper.IsFree)
        {
            return parts.Jitter.Spread(parts.Settings.RetryPeriod / 4);     // it was changed under us, and by nobody who took it
        }

        var poll = parts.Jitter.Spread(isWatched ? parts.Settings.RetryPeriod * 2 : parts.Settings.RetryPeriod);
        return _keeper.TimeLeft < poll ? _keeper.TimeLeft : poll;
    }

    /// <returns>Whether the watch has told what the lease is now.</returns>
    private async Task<bool> WaitAsync(LeaseWatch watch, TimeSpan pause, CancellationToken stopping)
    {
        using var limit = new TimeLimit(pause, parts.TimeProvider, stopping);
        try
        {
            await watch.ReadAsync(_keeper, limit.Token);
            return true;
        }
        catch (OperationCanceledException) when (limit.Token.IsCancellationRequested)
        {
            return false;
        }
    }
}
