using System.Text.RegularExpressions;

namespace KubeController.Architecture.Tests;

/// <summary>Prose beside code rots unless a test reads it.</summary>
public sealed partial class DocumentationTests
{
    [Test]
    public void Pages_Links_LeadToFilesThatExist() =>
        Assert.That(
            Dead((page, text) => Link().Matches(text)
                .Select(match => match.Groups["target"].Value)
                .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#') && !target.StartsWith("mailto:", StringComparison.Ordinal))
                .Where(target => !Path.Exists(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, target.Split('#')[0]))))),
            Is.Empty);

    [Test]
    public void Pages_PathsInCodeMarks_Exist() =>
        Assert.That(
            Dead((_, text) => CodePath().Matches(text)
                .Select(match => match.Groups["path"].Value)
                .Where(path => !Path.Exists(Path.Combine(Repository.Root, path)))),
            Is.Empty);

    private static IEnumerable<string> Pages =>
        Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.TopDirectoryOnly)
            .Concat(new[] { "docs", "src", "samples", "bench" }.SelectMany(folder =>
                Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories)));

    private static IEnumerable<string> Dead(Func<string, string, IEnumerable<string>> dead) =>
        Pages.SelectMany(page => dead(page, File.ReadAllText(page)).Select(target => $"{Path.GetRelativePath(Repository.Root, page)}: {target}"));

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    // `src/Client/ListWatch.cs` and the like, written as code in the prose.
    [GeneratedRegex(@"`(?<path>(src|samples|tests|bench|docs|eng)/[\w./-]+?)`")]
    private static partial Regex CodePath();
}
