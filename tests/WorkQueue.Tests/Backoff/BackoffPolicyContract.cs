using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.WorkQueues.Tests.Backoff;

/// <summary>What every backoff policy keeps to, whatever it does.</summary>
public abstract class BackoffPolicyContract
{
    protected FakeTimeProvider Time { get; } = new();

    [Test]
    public void GetDelay_AnyNumberOfFailures_NeitherNegativeNorOverflown() => Gen.Select(Gen.Int[1, int.MaxValue], Gen.Double[0, 1]).Sample((failures, chance) =>
        Assert.That(Create().GetDelay(Failure(failures, chance: Math.Min(chance, 0.999))), Is.InRange(TimeSpan.Zero, TimeSpan.MaxValue)));

    [Test]
    public void GetDelay_SameHistory_SameDelays()
    {
        var (one, other) = (Create(), Create());
        var failures = Enumerable.Range(1, 200).Select(count => Failure(count, chance: 0.3, error: count % 2 == 0 ? new TimeoutException() : null)).ToList();
        Assert.That(failures.Select(failure => one.GetDelay(failure)), Is.EqualTo(failures.Select(failure => other.GetDelay(failure))));
    }

    [Test]
    public void GetDelay_MoreFailuresOfOneKey_NeverSooner()
    {
        var policy = Create();
        var delays = Enumerable.Range(1, 200).Select(count => policy.GetDelay(Failure(count))).ToList();
        Assert.That(delays, Is.Ordered);
    }

    [Test]
    public void GetDelay_ManyThreads_NoneThrows()
    {
        var policy = Create();
        Assert.That(() => Parallel.For(1, 10_000, count => policy.GetDelay(Failure(count))), Throws.Nothing);
    }

    [Test]
    public void GetDelay_InAQueue_TheKeyComesBackAfterIt()
    {
        using var queue = new WorkQueue<string>(new() { TimeProvider = Time, Random = () => 0, Backoff = Create() });
        queue.Add("a");
        var delay = Create().GetDelay(Failure(1));
        queue.TakeAsync().AsTask().Result!.Value.Retry();
        if (delay > TimeSpan.Zero)
        {
            Assert.That(queue.Count, Is.Zero);
            Time.Advance(delay);
        }

        Assert.That(queue.TakeAsync().AsTask().Result!.Value.Attempt, Is.EqualTo(2));
    }

    /// <summary>Makes the policy, each time with the same settings.</summary>
    protected abstract IBackoffPolicy Create();

    protected RetryContext Failure(int failures, double chance = 0, Exception? error = null) => new(failures, error, Time, () => chance);

    protected static TimeSpan Milliseconds(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
