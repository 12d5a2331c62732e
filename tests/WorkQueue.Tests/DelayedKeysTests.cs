using CsCheck;

namespace KubeController.WorkQueues.Tests;

public sealed class DelayedKeysTests
{
    private static readonly Gen<(int Key, int Due, bool Remove)[]> Operations =
        Gen.Select(Gen.Int[0, 30], Gen.Int[0, 10], Gen.Int[0, 4], (key, due, dice) => (key, due, dice == 0)).Array[0, 100];

    [Test]
    public void TryTakeDue_AnyScheduleAndRemove_SoonestFirstThenInOrderOfArrival() => Operations.Sample(operations =>
    {
        var keys = new DelayedKeys<int>(comparer: null);
        var expected = new List<(int Key, int Due)>();
        foreach (var (key, due, remove) in operations)
        {
            var known = expected.FindIndex(entry => entry.Key == key);
            if (remove)
            {
                Assert.That(keys.Remove(key), Is.EqualTo(known >= 0));
                expected.RemoveAll(entry => entry.Key == key);
            }
            else if (known < 0 || expected[known].Due > due)
            {
                Assert.That(keys.Schedule(key, TimeSpan.FromSeconds(due)), Is.True);
                expected.RemoveAll(entry => entry.Key == key);
                expected.Add((key, due));
            }
            else
            {
                Assert.That(keys.Schedule(key, TimeSpan.FromSeconds(due)), Is.False);
            }
        }

        var taken = new List<int>();
        while (keys.TryTakeDue(TimeSpan.FromSeconds(10), out var key))
        {
            taken.Add(key);
        }

        Assert.That(taken, Is.EqualTo(expected.OrderBy(entry => entry.Due).Select(entry => entry.Key)));
        Assert.That(keys.Count, Is.Zero);
    });
}
