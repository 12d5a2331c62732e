using System.Text.RegularExpressions;

namespace KubeController.Architecture.Tests;

/// <summary>What a reader may count on in every file. Split a file by concept, never by line count alone.</summary>
public sealed partial class SourceFileTests
{
    private const int MostLines = 250;

    [Test]
    public void SourceFiles_Length_IsWithinOneRoom() =>
        Assert.That(Offenders(["src", "samples"], (_, text) => text.Count(c => c == '\n') > MostLines), Is.Empty, $"More than {MostLines} lines: is it one room, or two?");

    [Test]
    public void SourceFiles_Types_AreOneAFile() =>
        Assert.That(
            Offenders(["src", "samples"], (_, text) => TopLevelType().Matches(text).Select(match => match.Groups["name"].Value).Distinct().Count() > 1),
            Is.Empty,
            "One type a file, named as the file.");

    [Test]
    public void SourceFiles_Text_HoldNoSuppressionAndNoLooseEnd() =>
        Assert.That(Offenders(["src", "samples", "tests", "bench"], (_, text) => Regex.IsMatch(text, LooseEnd)), Is.Empty, "Mend it, or write an issue and link it.");

    [Test]
    public void SourceFiles_Names_AreNoneOfTheVagueOnes() =>
        Assert.That(Offenders(["src", "samples"], (path, _) => VagueName().IsMatch(path)), Is.Empty, "Name it by what it is.");

    // The words are spelled in two halves, so that this file does not find itself.
    private const string LooseEnd = "#pragma warning " + "disable|\\bTO" + "DO\\b|NotImplemented" + "Exception|async " + "void|\\.GetAwaiter\\(\\)\\.Get" + "Result";

    private static IEnumerable<string> Offenders(string[] folders, Func<string, string, bool> offends) =>
        Repository.SourceFiles(folders).Where(path => offends(path, File.ReadAllText(Path.Combine(Repository.Root, path))));

    [GeneratedRegex(@"^(public|internal)\s[\w\s]*?\b(class|record struct|record|struct|interface|enum)\s+(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"(Manager|Helper|Helpers|Util|Utils|Common|Impl)\.cs$")]
    private static partial Regex VagueName();
}
