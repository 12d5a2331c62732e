using System.Diagnostics;

namespace KubeController.WorkQueues.Waiting;

/// <summary>The takers that wait, the longest first. Not thread-safe: the queue's lock guards it.</summary>
internal sealed class WaiterList(Action<Waiter> giveUp)
{
    // Waiters are used again; more than these wait so seldom at a time that they need not be kept.
    private const int KeptSpares = 128;

    private Waiter? _first;
    private Waiter? _last;
    private Waiter? _spare;
    private int _spares;

    public int Count { get; private set; }

    public Waiter Rent()
    {
        if (_spare is not { } spare)
        {
            return new(giveUp);
        }

        (_spare, spare.Next) = (spare.Next, null);
        _spares--;
        return spare;
    }

    public void Return(Waiter waiter)
    {
        Debug.Assert(!waiter.IsListed, "What is used again waits for nothing.");
        if (_spares < KeptSpares)
        {
            (waiter.Next, _spare) = (_spare, waiter);
            _spares++;
        }
    }

    public void Add(Waiter waiter)
    {
        waiter.IsListed = true;
        waiter.Previous = _last;
        if (_last is null)
        {
            _first = waiter;
        }
        else
        {
            _last.Next = waiter;
        }

        _last = waiter;
        Count++;
    }

    /// <summary>Takes one out; false if it was taken out before, and so has been, or will be, rung.</summary>
    public bool Remove(Waiter waiter)
    {
        if (!waiter.IsListed)
        {
            return false;
        }

        if (waiter.Previous is { } previous)
        {
            previous.Next = waiter.Next;
        }
        else
        {
            _first = waiter.Next;
        }

        if (waiter.Next is { } next)
        {
            next.Previous = waiter.Previous;
        }
        else
        {
            _last = waiter.Previous;
        }

        (waiter.IsListed, waiter.Previous, waiter.Next) = (false, null, null);
        Count--;
        return true;
    }

    /// <summary>Takes up to so many out, the longest waiting first, as a chain to be rung after the lock was left.</summary>
    public Waiter? Take(int most)
    {
        Waiter? chain = null;
        while (most-- > 0 && _first is { } waiter)
        {
            Remove(waiter);
            (waiter.Next, chain) = (chain, waiter);
        }

        return chain;
    }

    /// <summary>Rings a chain. The lock must not be held.</summary>
    public static void Ring(Waiter? chain)
    {
        while (chain is { } waiter)
        {
            (chain, waiter.Next) = (waiter.Next, null);
            waiter.Ring(mayHaveKey: true);
        }
    }
}
