using System.Diagnostics.Metrics;
using KubeController.Client;
using KubeController.Reconcilers.Leading;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeController.Reconcilers;

/// <summary>Elects one of several replicas by a Lease (coordination.k8s.io/v1), and runs its work for as long as it leads. All members are thread-safe.</summary>
/// <remarks>
/// <para>
/// The rules are those of client-go: a lease is free when it is released, or when it was not seen to change for as long as it holds, by this machine's own monotonic
/// clock. No clocks are compared; they need only run at about the same speed. Every write has the version that was read as its condition.
/// </para>
/// <para>
/// The leader's token is cancelled <see cref="LeaderElectionOptions.RenewDeadline"/> after the start of the last renewal that is known to have succeeded, which is before
/// the lease can expire on anybody's clock. A process that is paused as a whole cannot be told in time: see <see cref="LeaderTerm.FencingToken"/>.
/// </para>
/// <para>Needs the verbs get, create and update on leases of the namespace; with watch, a release is noticed at once instead of within <see cref="LeaderElectionOptions.RetryPeriod"/>.</para>
/// </remarks>
public sealed class LeaderElector
{
    private readonly ElectionParts _parts;
    private readonly ElectionInstruments? _instruments;
    private readonly Standby _standby;
    private readonly Renewals _renewals;
    private readonly Resignation _resignation;
    private volatile Term? _term;
    private long _terms;
    private int _isRunning;

    /// <summary>Initializes an elector; it does nothing before <see cref="RunAsync"/>.</summary>
    /// <param name="connection">The connection; it stays the caller's.</param>
    /// <param name="options">The options; read once, here.</param>
    /// <param name="timeProvider">Tells time and waits. The time of day is written into the lease, and nothing is decided by it.</param>
    /// <param name="random">Chance, for the jitter of waits: numbers from 0 (inclusive) to 1 (exclusive). Called by several threads.</param>
    /// <param name="logger">Where messages go.</param>
    /// <param name="meterFactory">Makes the meter <c>KubeController.Reconcilers</c>; <see langword="null"/> for no metrics.</param>
    /// <exception cref="OptionsValidationException">Options are wrong, or the namespace is unknown; the message names all that is.</exception>
    public LeaderElector(
        ApiConnection connection, LeaderElectionOptions options, TimeProvider timeProvider, Func<double> random, ILogger logger, IMeterFactory? meterFactory = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(logger);
        _parts = new(connection, new(options, connection.Namespace), timeProvider, random, logger);
        _instruments = meterFactory is null ? null : ElectionInstruments.Of(meterFactory);
        _standby = new(_parts);
        _renewals = new(_parts);
        _resignation = new(_parts);
    }

    /// <summary>Gets what this replica is called in the lease.</summary>
    public string Identity => _parts.Settings.Identity;

    /// <summary>Gets the namespace and name of the lease.</summary>
    public NamespacedName Lease => _parts.Settings.Lease;

    /// <summary>Gets whether this replica leads at this moment. Never <see langword="true"/> after the end of the term by this machine's clock, even if nothing ran since.</summary>
    public bool IsLeader => _term is { IsHeld: true };

    /// <summary>Gets the identity of whom the lease is seen to belong to; <see langword="null"/> if it is unknown, released or expired.</summary>
    public string? Holder => _parts.Keeper.Holder;

    /// <summary>Gets why the last attempt to acquire, renew or release failed, such as a <see cref="ForbiddenException"/>; <see langword="null"/> if it did not.</summary>
    public Exception? LastError => _parts.Troubles.Last;

    /// <summary>Stands for election until it is stopped, and runs the work of the leader in each term.</summary>
    /// <remarks>
    /// <para>
    /// When a term is lost, the work's token is cancelled; when the work has ended, this replica stands again. An end of the work by its token is no failure then.
    /// </para>
    /// <para>
    /// When it is stopped it does not begin to lead any more. Work that runs is not cancelled by that: it learns of the stop by itself, and the lease is renewed until it
    /// has ended. Then the lease is released, see <see cref="LeaderElectionOptions.ReleaseOnStop"/>; so it is if the work ends by itself or throws.
    /// </para>
    /// </remarks>
    /// <param name="lead">The work. Its token is cancelled when the term is lost; what does not end then may run beside another leader.</param>
    /// <param name="stopping">Asks to stop.</param>
    /// <returns>A task that completes when the work has ended by itself, or was stopped, and the lease was released.</returns>
    /// <exception cref="InvalidOperationException">The elector runs already.</exception>
    /// <exception cref="Exception">What the work threw.</exception>
    public async Task RunAsync(Func<LeaderTerm, CancellationToken, Task> lead, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(lead);
        if (Interlocked.Exchange(ref _isRunning, 1) != 0)
        {
            throw new InvalidOperationException($"The elector of lease '{Lease}' runs already. One runs at a time; make another for another lease.");
        }

        using var meter = _instruments is null ? null : new ElectionMeter(_instruments, Lease.ToString(), ReadFigures);
        try
        {
            var isOver = false;
            while (!isOver && await _standby.AcquireAsync(stopping) is { } term)
            {
                using (term)
                {
                    isOver = stopping.IsCancellationRequested || await LeadAsync(term, lead, stopping);
                }
            }
        }
        finally
        {
            await _resignation.ReleaseAsync();
            Volatile.Write(ref _isRunning, 0);
        }
    }

    /// <returns>Whether the work has ended by itself, rather than with its term.</returns>
    private async Task<bool> LeadAsync(Term term, Func<LeaderTerm, CancellationToken, Task> lead, CancellationToken stopping)
    {
        if (!term.IsHeld)
        {
            return false;       // the answer came when the time was up, as after a pause of the whole process
        }

        Interlocked.Increment(ref _terms);
        _term = term;
        _parts.Logger.Leads(Identity, Lease, term.Details.FencingToken);
        using var over = new CancellationTokenSource();
        var leading = WorkAsync(term, lead, over);
        await _renewals.HoldAsync(term, over.Token);
        if (term.IsExpired)
        {
            _parts.Logger.Expired(Identity, Lease, term.Details.FencingToken, _parts.Settings.RenewDeadline, LastError?.Message);
        }

        try
        {
            return await leading;
        }
        catch (OperationCanceledException) when (term.Lost.IsCancellationRequested || stopping.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            _term = null;
        }
    }

    private static async Task<bool> WorkAsync(Term term, Func<LeaderTerm, CancellationToken, Task> lead, CancellationTokenSource over)
    {
        try
        {
            // A task of its own: work that blocks before its first await must not keep the lease from being renewed.
            await Task.Factory.StartNew(() => lead(term.Details, term.Lost), CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current).Unwrap();
            return !term.Lost.IsCancellationRequested;
        }
        finally
        {
            over.Cancel();
        }
    }

    private ElectionFigures ReadFigures() => new(IsLeader, Interlocked.Read(ref _terms), _renewals.SlowPaths, _parts.Troubles.Count);
}
