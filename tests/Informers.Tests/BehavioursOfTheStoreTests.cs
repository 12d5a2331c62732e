using System.Text.RegularExpressions;

namespace KubeController.Informers.Tests;

public sealed partial class BehavioursOfTheStoreTests
{
    [Test]
    public void List_TestsItNames_Exist()
    {
        var list = File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "informer-behaviours-store.md"));
        var named = NamedTest().Matches(list).Select(match => (Type: match.Groups[1].Value, Method: match.Groups[2].Value)).ToList();
        Assert.That(named, Has.Count.GreaterThan(20));
        Assert.That(named.Where(test => GetType().Assembly.GetTypes().SingleOrDefault(type => type.Name == test.Type)?.GetMethod(test.Method) is null), Is.Empty);
    }

    // Those of another project say so behind their name.
    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`(?! \(Client\.Tests\))")]
    private static partial Regex NamedTest();
}
