using System.Text.RegularExpressions;

namespace KubeController.Informers.Tests;

public sealed partial class ReadmeTests
{
    [TestCase("README.md")]
    [TestCase("informer-behaviours.md")]
    public void Guarantees_TestsTheyName_Exist(string page)
    {
        var named = NamedTest().Matches(Read(page)).Select(match => (Type: match.Groups[1].Value, Method: match.Groups[2].Value)).ToList();
        Assert.That(named, Is.Not.Empty);
        Assert.That(
            named.Where(test => GetType().Assembly.GetTypes().SingleOrDefault(type => type.Name == test.Type)?.GetMethod(test.Method) is null),
            Is.Empty);
    }

    [Test]
    public void Behaviours_EveryNumber_HasATestOrAReason()
    {
        var rows = NumberedRow().Matches(Read("informer-behaviours.md")).Select(match => match.Groups[1].Value).ToList();
        var expected = Enumerable.Range(1, 21).Select(number => $"E{number}")
            .Concat(Enumerable.Range(1, 21).Select(number => $"P{number}"));
        Assert.That(rows, Is.EqualTo(expected));
    }

    private static string Read(string page) => File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, page));

    // A number, what must hold, and a test or (in italics) the reason why there is none.
    [GeneratedRegex(@"^\| ([EP]\d+) \| [^|]+ \| (?:`\w+Tests\.\w+`|_)[^|]*\|\s*$", RegexOptions.Multiline)]
    private static partial Regex NumberedRow();

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`")]
    private static partial Regex NamedTest();
}
