namespace KubeController.Client.Tests;

public sealed class ResourceVersionsTests
{
    [TestCase("1", "2", -1)]
    [TestCase("9", "10", -1)]
    [TestCase("10", "9", 1)]
    [TestCase("123", "123", 0)]
    [TestCase("99999999999999999999999999", "100000000000000000000000000", -1)]
    [TestCase("184467440737095516150", "184467440737095516149", 1)]
    public void Compare_Numbers_OrdersByValue(string a, string b, int expected) => Assert.That(Math.Sign(ResourceVersions.Compare(a, b)), Is.EqualTo(expected));

    [TestCase("")]
    [TestCase("0")]
    [TestCase("01")]
    [TestCase("-1")]
    [TestCase("1a")]
    [TestCase("１")]
    [TestCase(null)]
    public void IsComparable_NoNumber_IsFalse(string? text) => Assert.That(ResourceVersions.IsComparable(text), Is.False);

    [TestCase("", "1")]
    [TestCase("1", "0")]
    public void Compare_NoNumber_SaysWhich(string a, string b) =>
        Assert.That(() => ResourceVersions.Compare(a, b), Throws.TypeOf<FormatException>().With.Message.Contains("has no order"));
}
