using System.Diagnostics.Metrics;
using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Reconcilers.Writing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeController.Reconcilers;

/// <summary>Tells a reconciler whether what it expects to happen has reached the cache, so that it does not do it twice meanwhile; and never longer than a deadline.</summary>
/// <remarks>
/// <para>What a reconciler writes itself through the host's <see cref="ResourceClient"/> needs none of this: the store shows it as soon as the server has answered
/// (<see cref="InformerOptions{T}.ReadYourWrites"/>). Expect what comes by another way: writes through another connection or another program, objects under names that the
/// server makes up (expect them by uid, from the answer) where the informer does not show own writes, and effects that other controllers have, such as the pods of a Job.</para>
/// <para>The change that fulfils an expectation wakes the owner by the controller's own trigger; until then ask again after the time that
/// <see cref="AreFulfilled"/> gives. An expectation that is not fulfilled within the deadline lapses, is logged and counted, and holds nothing up any more: the
/// reconciler then acts on what the cache shows. Thread-safe.</para>
/// </remarks>
/// <typeparam name="T">The model of what is expected to be created or deleted.</typeparam>
public sealed class Expectations<T> : IAsyncDisposable
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Lock _lock = new();
    private readonly ExpectationTable _table = new();
    private readonly Store<T> _store;
    private readonly InformerSubscription _subscription;
    private readonly ITimer _timer;
    private readonly TimeSpan _deadline;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly WritingInstruments? _instruments;

    /// <summary>Initializes expectations of what an informer shows; they listen to it from now on.</summary>
    /// <param name="informer">The informer; it stays the caller's.</param>
    /// <param name="deadline">After which time an expectation lapses; <see langword="null"/> for 5 minutes, as in client-go.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> for that of the system.</param>
    /// <param name="loggerFactory">Where messages go; <see langword="null"/> for nowhere.</param>
    /// <param name="meterFactory">What makes the meter <c>KubeController.Reconcilers</c>, on which lapses are counted; <see langword="null"/> for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deadline is not longer than zero.</exception>
    /// <exception cref="InvalidOperationException">The informer has stopped.</exception>
    public Expectations(
        Informer<T> informer, TimeSpan? deadline = null, TimeProvider? timeProvider = null, ILoggerFactory? loggerFactory = null, IMeterFactory? meterFactory = null)
    {
        ArgumentNullException.ThrowIfNull(informer);
        _deadline = deadline ?? TimeSpan.FromMinutes(5);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(_deadline, TimeSpan.Zero, nameof(deadline));
        _timeProvider = timeProvider ?? TimeProvider.System;
        _logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger("KubeController.Reconcilers");
        _instruments = meterFactory is null ? null : WritingInstruments.Of(meterFactory);
        _store = informer.Store;
        _timer = _timeProvider.CreateTimer(_ => Lapse(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _subscription = informer.Subscribe(Observe, "expectations");
    }

    /// <summary>Gets how many expectations are neither fulfilled, as far as it was looked, nor lapsed.</summary>
    public int PendingCount
    {
        get
        {
            lock (_lock)
            {
                return _table.Count;
            }
        }
    }

    /// <summary>Expects that an object appears. Call it before what makes it appear, and <see cref="Forget"/> if that fails; or after it, with the uid.</summary>
    /// <param name="owner">For whom: the key that is reconciled.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="uid">Its uid; <see langword="null"/> if it is not known yet. Then an object of that name which is there already fulfils it.</param>
    public void ExpectCreation(NamespacedName owner, NamespacedName name, string? uid = null) => Expect(new(owner, name, uid, IsDeletion: false, Until()));

    /// <summary>Expects that an object disappears. Call it before or after what makes it disappear; if that fails, <see cref="Forget"/>.</summary>
    /// <param name="owner">For whom: the key that is reconciled.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="uid">Its uid; another object of the same name means that it has gone.</param>
    public void ExpectDeletion(NamespacedName owner, NamespacedName name, string uid)
    {
        ArgumentException.ThrowIfNullOrEmpty(uid);
        Expect(new(owner, name, uid, IsDeletion: true, Until()));
    }

    /// <summary>Says whether all that was expected for an owner has reached the cache, or has lapsed.</summary>
    /// <param name="owner">The key that is reconciled.</param>
    /// <param name="timeLeft">After which time it will be so at the latest: look again then. Zero if it is.</param>
    /// <returns>Whether the cache can be acted on.</returns>
    public bool AreFulfilled(NamespacedName owner, out TimeSpan timeLeft)
    {
        Lapse();
        lock (_lock)
        {
            // The store may be ahead of what this was told.
            foreach (var expectation in _table.For(owner).Where(IsShown).ToList())
            {
                _table.Remove(expectation);
            }

            var pending = _table.For(owner);
            timeLeft = pending.Count == 0 ? TimeSpan.Zero : pending.Max(expectation => expectation.Until) - _timeProvider.GetUtcNow();
            return pending.Count == 0;
        }
    }

    /// <summary>Expects nothing any more for an owner: it is gone, or what was to be expected did not take place.</summary>
    /// <param name="owner">The owner.</param>
    public void Forget(NamespacedName owner)
    {
        lock (_lock)
        {
            foreach (var expectation in _table.For(owner).ToList())
            {
                _table.Remove(expectation);
            }
        }
    }

    /// <summary>Stops listening; what is expected lapses no more.</summary>
    /// <returns>A task that ends when nothing is called any more.</returns>
    public async ValueTask DisposeAsync()
    {
        await _subscription.DisposeAsync();
        await _timer.DisposeAsync();
    }

    private DateTimeOffset Until() => _timeProvider.GetUtcNow() + _deadline;

    private void Expect(Expectation expectation)
    {
        lock (_lock)
        {
            if (!IsShown(expectation))
            {
                _table.Add(expectation);
                Arm_NeedsLock();
            }
        }
    }

    private bool IsShown(Expectation expectation) =>
        expectation.IsShown(_store.TryGetMetadata(expectation.Name, out var metadata) ? metadata.Uid ?? string.Empty : null);

    // What came and went is seen here alone: the store does not show it any more.
    private void Observe(ResourceChange<T> change)
    {
        lock (_lock)
        {
            foreach (var expectation in _table.Of(change.Key).Where(expectation => IsFulfilledBy(expectation, change)).ToList())
            {
                _table.Remove(expectation);
            }
        }
    }

    private static bool IsFulfilledBy(Expectation expectation, ResourceChange<T> change) => change.IsDeleted && expectation.IsDeletion
        ? expectation.IsShown(null) && change.Metadata.Uid == expectation.Uid
        : expectation.IsShown(change.Metadata.Uid ?? string.Empty);

    private void Lapse()
    {
        List<Expectation> lapsed = [];
        lock (_lock)
        {
            var now = _timeProvider.GetUtcNow();
            while (_table.Earliest is { } earliest && earliest.Until <= now)
            {
                _table.Remove(earliest);
                if (!IsShown(earliest))
                {
                    lapsed.Add(earliest);
                }
            }

            Arm_NeedsLock();
        }

        foreach (var expectation in lapsed)
        {
            _instruments?.ExpectationsLapsed.Add(1);
            _logger.ExpectationLapsed(expectation.Owner, _deadline, expectation.ToString());
        }
    }

    private void Arm_NeedsLock()
    {
        var wait = _table.Earliest is { } earliest ? earliest.Until - _timeProvider.GetUtcNow() : Timeout.InfiniteTimeSpan;
        _timer.Change(wait > TimeSpan.Zero || wait == Timeout.InfiniteTimeSpan ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
