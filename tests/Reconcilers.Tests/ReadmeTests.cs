using System.Text.RegularExpressions;

namespace KubeController.Reconcilers.Tests;

public sealed partial class ReadmeTests
{
    [TestCase("README.md")]
    [TestCase("controller-behaviours.md")]
    public void Guarantees_TestsTheyName_Exist(string page)
    {
        var named = NamedTest().Matches(Read(page)).Select(match => (Type: match.Groups[1].Value, Method: match.Groups[2].Value)).ToList();
        Assert.That(named, Is.Not.Empty);
        Assert.That(
            named.Where(test => !GetType().Assembly.GetTypes().Any(type => type.Name == test.Type && type.GetMethod(test.Method) is not null)),
            Is.Empty);
    }

    [Test]
    public void Behaviours_EveryNumber_HasATest()
    {
        var rows = NumberedRow().Matches(Read("controller-behaviours.md")).Select(match => match.Groups[1].Value);

        // E74, of caches, is on a page of the informers.
        Assert.That(rows, Is.EqualTo(Enumerable.Range(54, 22).Where(number => number != 74).Select(number => $"E{number}").Concat(Enumerable.Range(22, 20).Select(number => $"P{number}"))));
    }

    private static string Read(string page) => File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, page));

    [GeneratedRegex(@"^\| ([EP]\d+) \| [^|]+ \| `\w+Tests\.\w+`[^|]*\|\s*$", RegexOptions.Multiline)]
    private static partial Regex NumberedRow();

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`")]
    private static partial Regex NamedTest();
}
