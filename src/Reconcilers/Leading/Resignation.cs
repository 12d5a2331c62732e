namespace KubeController.Reconcilers.Leading;

/// <summary>Gives the lease back when nobody works under it any more.</summary>
internal sealed class Resignation(ElectionParts parts)
{
    /// <summary>Releases the lease if it is ours, or may be. Tries for as long as a leader would have tried to renew; throws nothing.</summary>
    public async Task ReleaseAsync()
    {
        if (!parts.Settings.ReleaseOnStop || !parts.Keeper.MayBeOurs)
        {
            return;
        }

        using var limit = new TimeLimit(parts.Settings.RenewDeadline, parts.TimeProvider, CancellationToken.None);
        while (!limit.Token.IsCancellationRequested)
        {
            if (await TryReleaseAsync(limit.Token))
            {
                return;
            }

            await Task.Delay(parts.Jitter.Spread(parts.Settings.RetryPeriod / 4), parts.TimeProvider, limit.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        parts.Logger.NotReleased(parts.Settings.Identity, parts.Settings.Lease, parts.Settings.RenewDeadline);
    }

    /// <returns>Whether there is nothing more to do.</returns>
    private async Task<bool> TryReleaseAsync(CancellationToken limit)
    {
        using var attempt = parts.LimitAttempt(limit);
        try
        {
            // After a conflict or a lost answer, what the lease is now decides: it may be released already, or another's.
            if (parts.Keeper.IsInDoubt)
            {
                await parts.Keeper.LookAsync(attempt.Token);
            }

            if (parts.Keeper.IsOurs)
            {
                await parts.Keeper.ReleaseAsync(attempt.Token);
                parts.Logger.Released(parts.Settings.Identity, parts.Settings.Lease);
            }

            parts.Troubles.Clear();
            return true;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception error)
        {
            parts.Report("release", error);
            return false;
        }
    }
}
