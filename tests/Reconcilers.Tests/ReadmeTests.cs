using System.Text.RegularExpressions;

namespace KubeController.Reconcilers.Tests;

public sealed partial class ReadmeTests
{
    [Test]
    public void Guarantees_TestsTheyName_Exist()
    {
        var readme = File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "README.md"));
        var named = NamedTest().Matches(readme).Select(match => (Type: match.Groups[1].Value, Method: match.Groups[2].Value)).ToList();
        Assert.That(named, Is.Not.Empty);
        Assert.That(
            named.Where(test => !GetType().Assembly.GetTypes().Any(type => type.Name == test.Type && type.GetMethod(test.Method) is not null)),
            Is.Empty);
    }

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`")]
    private static partial Regex NamedTest();
}
