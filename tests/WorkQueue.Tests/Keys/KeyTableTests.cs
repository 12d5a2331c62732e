using CsCheck;
using KubeController.WorkQueues.Keys;

namespace KubeController.WorkQueues.Tests.Keys;

public sealed class KeyTableTests
{
    private static readonly Gen<(int Key, bool Remove)[]> Operations =
        Gen.Select(Gen.Int[0, 200], Gen.Bool, (key, remove) => (key, remove)).Array[0, 600];

    [TestCase(1, Description = "all keys collide")]
    [TestCase(7)]
    [TestCase(int.MaxValue)]
    public void Find_AnyAddsAndRemovals_AsInADictionary(int differentHashes) => Operations.Sample(
        operations =>
        {
            var table = new KeyTable<int>(new Poor(differentHashes));
            var expected = new Dictionary<int, int>();
            foreach (var (key, remove) in operations)
            {
                var slot = table.Find(key, table.HashOf(key));
                Assert.That(slot, Is.EqualTo(expected.GetValueOrDefault(key)));
                if (slot == 0)
                {
                    slot = table.Add(key, table.HashOf(key));
                    table[slot].State = KeyState.Ready;
                    expected.Add(key, slot);
                }
                else if (remove)
                {
                    table.Remove(slot);
                    expected.Remove(key);
                }
            }

            Assert.That(table.Count, Is.EqualTo(expected.Count));
            Assert.That(expected.Values, Is.Unique);
            Assert.That(expected.Select(entry => table[entry.Value].Key), Is.EqualTo(expected.Keys));
        },
        iter: 500);

    [Test]
    public void Add_AfterRemovals_SlotsAreUsedAgainWithAHigherVersion()
    {
        var table = new KeyTable<string>(comparer: null);
        var slot = table.Add("a", table.HashOf("a"));
        table[slot].Version = 5;
        table[slot].Failures = 3;
        table.Remove(slot);
        Assert.That(table.Add("b", table.HashOf("b")), Is.EqualTo(slot));
        Assert.That((table[slot].Key, table[slot].Version, table[slot].Failures, table.LastSlot), Is.EqualTo(("b", 5, 0, 1)));
    }

    private sealed class Poor(int differentHashes) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => x == y;

        public int GetHashCode(int obj) => obj % differentHashes;
    }
}
