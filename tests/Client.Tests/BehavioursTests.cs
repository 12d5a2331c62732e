using System.Text.RegularExpressions;

namespace KubeController.Client.Tests;

/// <summary>A behaviour is held by a test, or it is a wish.</summary>
public sealed partial class BehavioursTests
{
    [TestCase("client-behaviours.md")]
    [TestCase("README.md")]
    public void Pages_TestsTheyName_Exist(string page)
    {
        var text = File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, page));
        var named = NamedTest().Matches(text).Select(match => (Type: match.Groups[1].Value, Method: match.Groups[2].Value)).ToList();
        Assert.That(named, Is.Not.Empty);
        Assert.That(
            named.Where(test => !GetType().Assembly.GetTypes().Any(type => type.Name == test.Type && type.GetMethod(test.Method) is not null)), Is.Empty);
    }

    [Test]
    public void Behaviours_EveryNumber_NamesATest()
    {
        var text = File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "client-behaviours.md"));
        foreach (var number in new[] { 42, 43, 44, 45, 46, 47, 50, 51, 52 })
        {
            Assert.That(text.Split('\n').Single(line => line.StartsWith($"| {number} |", StringComparison.Ordinal)), Does.Match(NamedTest().ToString()));
        }
    }

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`")]
    private static partial Regex NamedTest();
}
