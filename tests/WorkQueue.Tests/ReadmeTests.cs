using System.Text.RegularExpressions;

namespace KubeController.WorkQueues.Tests;

public sealed partial class ReadmeTests
{
    [Test]
    public void Guarantees_TestsTheyName_Exist()
    {
        var readme = File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "README.md"));
        var named = NamedTest().Matches(readme).Select(match => (Type: match.Groups[1].Value, Method: match.Groups[2].Value)).ToList();
        Assert.That(named, Is.Not.Empty);
        Assert.That(
            named.Where(test => GetType().Assembly.GetType($"{GetType().Namespace}.{test.Type}")?.GetMethod(test.Method) is null),
            Is.Empty);
    }

    [GeneratedRegex(@"`((?:\w+\.)?\w+Tests)\.(\w+)`")]
    private static partial Regex NamedTest();
}
