using KubeController.Client.Sharding;

namespace KubeController.Client.Tests.Sharding;

public sealed class ShardSelectorTests
{
    private const string LowerHalf = "shardRange(object.metadata.uid, '0x0000000000000000', '0x8000000000000000')";
    private const string UpperHalf = "shardRange(object.metadata.uid, '0x8000000000000000', '0x10000000000000000')";

    // From the authors' own list of test vectors.
    [TestCase("", 0xcbf29ce484222325)]
    [TestCase("a", 0xaf63dc4c8601ec8c)]
    [TestCase("foobar", 0x85944171f73967e8)]
    public void Hash_KnownText_IsFnv1a(string text, ulong hash) => Assert.That(Fnv1a.Hash(text), Is.EqualTo(hash));

    [Test]
    public void ByUid_Halves_AreWrittenAsTheServerReadsThem()
    {
        Assert.That(ShardSelector.ByUid(0, 2).ToString(), Is.EqualTo(LowerHalf));
        Assert.That(ShardSelector.ByUid(1, 2).ToString(), Is.EqualTo(UpperHalf));
        Assert.That(ShardSelector.ByNamespace(0, 1).ToString(), Is.EqualTo("shardRange(object.metadata.namespace, '0x0000000000000000', '0x10000000000000000')"));
    }

    [Test]
    public void Includes_AnyUid_IsInOnePartAlone([Values(1, 2, 3, 7)] int count)
    {
        var parts = Enumerable.Range(0, count).Select(index => ShardSelector.ByUid(index, count)).ToList();
        var hits = new int[count];
        var random = new Random(5866);
        var bytes = new byte[16];
        for (var i = 0; i < 1000; i++)
        {
            random.NextBytes(bytes);
            var uid = new Guid(bytes).ToString();
            var including = parts.FindAll(part => part.Includes(uid, "default"));
            Assert.That(including, Has.Count.EqualTo(1));
            hits[parts.IndexOf(including[0])]++;
        }

        Assert.That(hits, Has.All.GreaterThan(1000 / count / 2), "The parts are about equal.");
    }

    // af63… is in the upper half, 85944… too; both are below c000….
    [TestCase("a", "b", true)]
    [TestCase("foobar", "b", true)]
    [TestCase("", "b", false)]
    public void Includes_SeveralRanges_AreJoined(string uid, string space, bool isIn) => Assert.That(
        ShardSelector.Parse("shardRange(object.metadata.uid,'0x8000000000000000','0xa000000000000000')||shardRange(object.metadata.uid,'0xa000000000000000','0xc000000000000000')").Includes(uid, space),
        Is.EqualTo(isIn));

    [Test]
    public void Includes_ByNamespace_LooksAtNothingElse() =>
        Assert.That(ShardSelector.Parse("shardRange(object.metadata.namespace, '0xaf63dc4c8601ec8c', '0xaf63dc4c8601ec8d')").Includes("x", "a"), Is.True);

    [TestCase("shardRange(object.metadata.name, '0x0', '0x8')")]
    [TestCase("shardRange(object.metadata.uid, '0x8', '0x8')")]
    [TestCase("shardRange(object.metadata.uid, '0x0', '0x10000000000000001')")]
    [TestCase("shardRange(object.metadata.uid, '0x0')")]
    [TestCase("shardRange(object.metadata.uid, '0x0', '0x8') || shardRange(object.metadata.namespace, '0x8', '0x9')")]
    public void Parse_NoSelector_SaysWhatIsWrong(string text) =>
        Assert.That(() => ShardSelector.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains("shard"));

    [TestCase(LowerHalf, true)]
    [TestCase("shardRange( object.metadata.uid,'0x0','0x8000000000000000' )", true)]
    [TestCase(UpperHalf, false)]
    [TestCase("something newer", false)]
    [TestCase(null, false)]
    public void IsConfirmedBy_Echo_MustBeTheSame(string? echo, bool isConfirmed) => Assert.That(ShardSelector.Parse(LowerHalf).IsConfirmedBy(echo), Is.EqualTo(isConfirmed));

    [TestCase(-1, 2)]
    [TestCase(2, 2)]
    [TestCase(0, 0)]
    public void ByUid_NoSuchPart_IsRefused(int index, int count) => Assert.That(() => ShardSelector.ByUid(index, count), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
