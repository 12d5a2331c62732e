using KubeController.Client;
using Microsoft.Extensions.Logging;

namespace KubeController.Reconcilers.Leading;

/// <summary>Knows what was last seen of the lease and what of it is ours, and makes the three changes there are: claim, renew, release. For one caller at a time.</summary>
internal sealed class LeaseKeeper(LeaseRequests requests, ElectionSettings settings, TimeProvider timeProvider, ILogger logger)
{
    private DynamicObject? _lease;
    private volatile Sighting? _sighting;
    private long _highestTransitions;

    // What was last claimed, whether or not the server is known to have taken it. Not the identity alone says that a lease is ours: another process, or
    // a former life of this one, may have the same.
    private LeaseState? _claim;
    private bool _isInDoubt;

    /// <summary>Who is seen to hold the lease. Any thread.</summary>
    public string? Holder => _sighting is { } seen && seen.TimeLeft(timeProvider) > TimeSpan.Zero ? seen.State.Holder : null;

    /// <summary>For how long the lease still binds us.</summary>
    public TimeSpan TimeLeft => _sighting is { } seen && !IsOurs ? seen.TimeLeft(timeProvider) : TimeSpan.Zero;

    public bool IsFree => TimeLeft == TimeSpan.Zero;

    /// <summary>Whether the lease, as last seen, is what this elector has claimed.</summary>
    public bool IsOurs => _lease is not null && _claim is { } claim && _sighting!.State is { } state
        && (state.Holder, state.Transitions, state.AcquireTime) == (claim.Holder, claim.Transitions, claim.AcquireTime);

    /// <summary>Whether the lease may be ours for all we know: it is, or a write of ours was not answered.</summary>
    public bool MayBeOurs => _claim is not null && (_isInDoubt || IsOurs);

    public bool IsInDoubt => _isInDoubt;

    public async Task LookAsync(CancellationToken cancellationToken)
    {
        See(await requests.ReadAsync(cancellationToken));
        _isInDoubt = false;
    }

    /// <summary>Takes note of the lease, as read or as a watch tells it.</summary>
    /// <param name="lease">The lease; <see langword="null"/> if there is none.</param>
    public void See(DynamicObject? lease)
    {
        if (lease is null)
        {
            // Whoever held it does not know yet that it has gone: what was seen last still counts.
            _lease = null;
            return;
        }

        if (_lease is not null && IsOlder(lease, _lease))
        {
            return;
        }

        var state = LeaseState.Of(lease);
        _lease = lease;
        _highestTransitions = Math.Max(_highestTransitions, state.Transitions);
        if (state != _sighting?.State)
        {
            var before = _sighting?.State.Holder;
            _sighting = new(state, timeProvider.GetTimestamp(), state.Duration ?? settings.LeaseDuration);
            if (state.Holder.Length > 0 && state.Holder != before && state.Holder != settings.Identity)
            {
                logger.HolderChanged(settings.Lease, state.Holder);
            }
        }
    }

    /// <summary>Takes note that a watch tells of the lease's deletion.</summary>
    public void SeeDeleted(DynamicObject last)
    {
        if (_lease is null || !IsOlder(last, _lease))
        {
            See(lease: null);
        }
    }

    /// <summary>Makes the lease ours, as a new term.</summary>
    /// <returns>The term's fencing token.</returns>
    /// <exception cref="ConflictException">Another was faster.</exception>
    /// <exception cref="AlreadyExistsException">Another was faster.</exception>
    public async Task<long> ClaimAsync(CancellationToken cancellationToken)
    {
        var now = Now();
        _claim = new()
        {
            Holder = settings.Identity,
            Duration = settings.LeaseDuration,
            Transitions = _highestTransitions + 1,
            AcquireTime = now,
            RenewTime = now,
        };
        await WriteAsync(_claim, cancellationToken);
        return _claim.Transitions;
    }

    /// <summary>Takes note that the last claim was surely not carried out: a create is never repeated, so what exists is another's, however much it looks like ours.</summary>
    public void ForgetClaim() => _claim = null;

    /// <exception cref="ConflictException">The lease is not as it was seen.</exception>
    public Task RenewAsync(CancellationToken cancellationToken) => WriteAsync(_claim! with { RenewTime = Now() }, cancellationToken);

    /// <summary>Gives the lease back: no holder, and a duration of a second for those who look at that alone. The count of transitions stays.</summary>
    /// <exception cref="ConflictException">The lease is not as it was seen.</exception>
    public Task ReleaseAsync(CancellationToken cancellationToken)
    {
        var now = Now();
        return WriteAsync(_claim! with { Holder = string.Empty, Duration = TimeSpan.FromSeconds(1), AcquireTime = now, RenewTime = now }, cancellationToken);
    }

    private static bool IsOlder(DynamicObject lease, DynamicObject than) =>
        lease.Metadata.ResourceVersion is { } version && than.Metadata.ResourceVersion is { } known
        && ResourceVersions.IsComparable(version) && ResourceVersions.IsComparable(known) && ResourceVersions.Compare(version, known) < 0;

    private string Now() => LeaseState.Format(timeProvider.GetUtcNow());

    private async Task WriteAsync(LeaseState state, CancellationToken cancellationToken)
    {
        // Until the answer is there: without one, the server may have done it, or may still do it.
        _isInDoubt = true;
        See(await requests.WriteAsync(_lease, state, cancellationToken));
        _isInDoubt = false;
    }
}
