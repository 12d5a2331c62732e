using KubeController.Client;

namespace KubeController.Reconcilers.Leading;

/// <summary>Renews the lease for as long as a term goes on. One attempt at a time; each is cancelled with the term, and awaited.</summary>
internal sealed class Renewals(ElectionParts parts)
{
    private long _slowPaths;

    /// <summary>How often a renewal needed more than its one request.</summary>
    public long SlowPaths => Interlocked.Read(ref _slowPaths);

    /// <summary>Renews until the term is lost or the work of the leader is over.</summary>
    public async Task HoldAsync(Term term, CancellationToken over)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(term.Lost, over);
        var began = parts.TimeProvider.GetTimestamp();
        while (!ending.IsCancellationRequested)
        {
            var pause = parts.Jitter.Spread(parts.Settings.RetryPeriod) - parts.TimeProvider.GetElapsedTime(began);
            await PauseAsync(pause, ending.Token);
            began = parts.TimeProvider.GetTimestamp();
            if (!ending.IsCancellationRequested)
            {
                await TryRenewAsync(term, began, ending.Token);
            }
        }
    }

    private async Task TryRenewAsync(Term term, long began, CancellationToken ending)
    {
        using var attempt = parts.LimitAttempt(ending);
        try
        {
            if (await RenewAsync(attempt.Token))
            {
                term.Extend(began);
                parts.Troubles.Clear();
            }
            else
            {
                parts.Logger.Superseded(term.Details.Identity, parts.Settings.Lease, term.Details.FencingToken, parts.Keeper.Holder);
                term.End();
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Whether it was done does not matter any more: nobody leads because of it.
        }
        catch (Exception error)
        {
            parts.Report("renew", error);
        }
    }

    /// <summary>
    /// One request, as a rule. If the lease is not as it was seen, an earlier renewal may have been carried out without our knowing, or somebody has changed a label:
    /// then it is read, and is ours only if it is what this elector has claimed in this term.
    /// </summary>
    /// <returns>Whether the lease is renewed; if not, another has it, or it has gone.</returns>
    private async Task<bool> RenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            await parts.Keeper.RenewAsync(cancellationToken);
            return true;
        }
        catch (ApiException error) when (error is ConflictException or NotFoundException)
        {
            Interlocked.Increment(ref _slowPaths);
        }

        await parts.Keeper.LookAsync(cancellationToken);
        if (!parts.Keeper.IsOurs)
        {
            return false;
        }

        await parts.Keeper.RenewAsync(cancellationToken);
        return true;
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken ending)
    {
        if (pause > TimeSpan.Zero)
        {
            await Task.Delay(pause, parts.TimeProvider, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }
}
