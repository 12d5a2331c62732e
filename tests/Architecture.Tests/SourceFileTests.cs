using System.Text.RegularExpressions;

namespace KubeController.Architecture.Tests;

/// <summary>What a reader may count on in every file. Split a file by concept, never by line count alone.</summary>
public sealed partial class SourceFileTests
{
    private const int MostLines = 250;

    private static IEnumerable<string> SourceFiles => Repository.SourceFiles("src", "samples");

    private static IEnumerable<string> AllFiles => Repository.SourceFiles("src", "samples", "tests", "bench");

    [TestCaseSource(nameof(SourceFiles))]
    public void SourceFile_Length_IsWithinOneRoom(string path) => Assert.That(Read(path).Count(c => c == '\n'), Is.LessThanOrEqualTo(MostLines));

    [TestCaseSource(nameof(SourceFiles))]
    public void SourceFile_Types_AreOneATime(string path)
    {
        var types = TopLevelType().Matches(Read(path)).Select(match => match.Groups["name"].Value).Distinct();
        Assert.That(types.Count(), Is.LessThanOrEqualTo(1), "One type a file, named as the file.");
    }

    [TestCaseSource(nameof(AllFiles))]
    public void SourceFile_Text_HoldsNoSuppressionAndNoLooseEnd(string path) =>
        Assert.That(Read(path), Does.Not.Match(LooseEnd()), "Mend it, or write an issue and link it.");

    [TestCaseSource(nameof(SourceFiles))]
    public void SourceFile_Name_IsNoneOfTheVagueOnes(string path) =>
        Assert.That(Path.GetFileNameWithoutExtension(path), Does.Not.Match("(Manager|Helper|Helpers|Util|Utils|Common|Impl)$"));

    private static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    [GeneratedRegex(@"^(public|internal)\s[\w\s]*?\b(class|record struct|record|struct|interface|enum)\s+(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    // The words are spelled in two halves, so that this file does not find itself.
    private static string LooseEnd() => "#pragma warning " + "disable|\\bTO" + "DO\\b|NotImplemented" + "Exception|async " + "void|\\.GetAwaiter\\(\\)\\.Get" + "Result";
}
