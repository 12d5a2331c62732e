using CsCheck;
using KubeController.WorkQueues.Keys;

namespace KubeController.WorkQueues.Tests.Keys;

public sealed class DelayedKeysTests
{
    private static readonly Gen<(int Key, int Due, bool Remove)[]> Operations =
        Gen.Select(Gen.Int[0, 30], Gen.Int[0, 10], Gen.Int[0, 4], (key, due, dice) => (key, due, dice == 0)).Array[0, 100];

    [Test]
    public void TryTakeDue_AnyAddMoveAndRemove_SoonestFirstThenInOrderOfArrival() => Operations.Sample(operations =>
    {
        var table = new KeyTable<int>(comparer: null);
        var keys = new DelayedKeys<int>(table);
        var slots = Enumerable.Range(0, 31).Select(key => table.Add(key, table.HashOf(key))).ToList();
        var expected = new List<(int Key, int Due)>();
        foreach (var (key, due, remove) in operations)
        {
            var known = expected.FindIndex(entry => entry.Key == key);
            if (known < 0)
            {
                keys.Add(slots[key], TimeSpan.FromSeconds(due));
                expected.Add((key, due));
            }
            else if (remove)
            {
                keys.Remove(slots[key]);
                expected.RemoveAt(known);
            }
            else
            {
                keys.MoveForward(slots[key], TimeSpan.FromSeconds(due));
                if (due < expected[known].Due)
                {
                    expected.RemoveAt(known);
                    expected.Add((key, due));
                }
            }
        }

        var taken = new List<int>();
        while (keys.TryTakeDue(TimeSpan.FromSeconds(10), out var slot))
        {
            taken.Add(table[slot].Key);
        }

        Assert.That(taken, Is.EqualTo(expected.OrderBy(entry => entry.Due).Select(entry => entry.Key)));
        Assert.That(keys.Count, Is.Zero);
    });

    [Test]
    public void TryTakeDue_BeforeTheFirstIsDue_TakesNone()
    {
        var table = new KeyTable<int>(comparer: null);
        var keys = new DelayedKeys<int>(table);
        keys.Add(table.Add(1, table.HashOf(1)), TimeSpan.FromSeconds(2));
        Assert.That(keys.TryTakeDue(TimeSpan.FromSeconds(2) - TimeSpan.FromTicks(1), out _), Is.False);
        Assert.That(keys.NextDue, Is.EqualTo(TimeSpan.FromSeconds(2)));
    }
}
