using KubeController.Testing.ManagedFields;

namespace KubeController.Testing.Tests.ManagedFields;

internal sealed class ManagerNameTests
{
    [TestCase(null, "kubectl/v1.36 (linux)", "kubectl")]
    [TestCase("", "agent", "agent")]
    [TestCase("mine", "kubectl/v1.36", "mine")]
    [TestCase(null, "a\u0001b/1", "ab")]
    [TestCase(null, "", "")]
    public void Of_ParameterAndUserAgent_IsTheFirstThatSaysSomething(string? parameter, string userAgent, string name) =>
        Assert.That(ManagerName.Of(parameter, userAgent), Is.EqualTo(name));

    [Test]
    public void Of_LongUserAgent_IsCutTo128Bytes() => Assert.That(ManagerName.Of(null, new string('x', 300)), Has.Length.EqualTo(128));

    [TestCase("ok", 0)]
    [TestCase("a\tb", 1)]
    public void Check_Parameter_NamesUnprintableCharacters(string parameter, int faults) => Assert.That(ManagerName.Check(parameter).Count(), Is.EqualTo(faults));
}
