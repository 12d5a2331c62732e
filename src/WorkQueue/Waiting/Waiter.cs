using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace KubeController.WorkQueues.Waiting;

/// <summary>One taker that waits for a key, at a channel of its own: it is woken alone, and waiting allocates nothing.</summary>
/// <remarks>
/// It is told that there may be a key, and not given one: whatever happens to the taker in that moment, no key is in it. That is why cancelling a
/// take cannot lose anything.
/// </remarks>
internal sealed class Waiter(Action<Waiter> giveUp)
{
    // Rung once for each time that the waiter was in the list: true when there may be a key, false when the wait was cancelled.
    private readonly Channel<bool> _bell = Channel.CreateUnbounded<bool>(new() { SingleReader = true, SingleWriter = true });

    /// <summary>Gets or sets a value indicating whether the waiter is in the list; whoever takes it out, rings. Under the lock of the queue.</summary>
    public bool IsListed { get; set; }

    /// <summary>Gets or sets the neighbour in the list, or in a chain of those that are to be rung. Under the lock of the queue until taken out.</summary>
    public Waiter? Next { get; set; }

    /// <summary>Gets or sets the other neighbour.</summary>
    public Waiter? Previous { get; set; }

    public void Ring(bool mayHaveKey) => _bell.Writer.TryWrite(mayHaveKey);

    /// <summary>Waits for the bell.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled before there was anything to be told.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        bool mayHaveKey;
        await using (cancellationToken.UnsafeRegister(static state => ((Waiter)state!).GiveUp(), this))
        {
            // Without a token: the registration rings the bell, and only one that nobody else will ring.
            await _bell.Reader.WaitToReadAsync(CancellationToken.None);
            _bell.Reader.TryRead(out mayHaveKey);
        }

        if (!mayHaveKey)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private void GiveUp() => giveUp(this);
}
