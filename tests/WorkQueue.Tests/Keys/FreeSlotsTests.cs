using CsCheck;
using KubeController.WorkQueues.Keys;

namespace KubeController.WorkQueues.Tests.Keys;

public sealed class FreeSlotsTests
{
    // Numbers on both sides of the bounds of one word and of two levels.
    private static readonly Gen<int> Slots = Gen.OneOf(Gen.Int[1, 70], Gen.Int[60, 200], Gen.Int[4_000, 4_200], Gen.Int[262_000, 262_300]);

    [Test]
    public void TakeLowest_AnyAddsAndTakes_AsInASortedSet() => Gen.Select(Slots, Gen.Bool).Array[0, 300].Sample(operations =>
    {
        var free = new FreeSlots();
        var expected = new SortedSet<int>();
        foreach (var (slot, take) in operations)
        {
            if (take && expected.Count > 0)
            {
                Assert.That(free.TakeLowest(), Is.EqualTo(expected.Min));
                expected.Remove(expected.Min);
            }
            else if (expected.Add(slot))
            {
                free.Add(slot);
            }

            Assert.That(free.IsEmpty, Is.EqualTo(expected.Count == 0));
        }
    });
}
