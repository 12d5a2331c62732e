using System.Text.RegularExpressions;

namespace KubeController.Architecture.Tests;

/// <summary>Prose beside code rots unless a test reads it.</summary>
public sealed partial class DocumentationTests
{
    private static IEnumerable<string> Pages =>
        Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.TopDirectoryOnly)
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "README.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples"), "README.md", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Pages))]
    public void Page_Links_LeadToFilesThatExist(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        var dead = Link().Matches(File.ReadAllText(Path.Combine(Repository.Root, page)))
            .Select(match => match.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#') && !target.StartsWith("mailto:", StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.GetFullPath(Path.Combine(folder, target.Split('#')[0]))));
        Assert.That(dead, Is.Empty);
    }

    [TestCaseSource(nameof(Pages))]
    public void Page_PathsInCodeMarks_Exist(string page)
    {
        var dead = CodePath().Matches(File.ReadAllText(Path.Combine(Repository.Root, page)))
            .Select(match => match.Groups["path"].Value)
            .Where(path => !Path.Exists(Path.Combine(Repository.Root, path)));
        Assert.That(dead, Is.Empty);
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    // `src/Client/ListWatch.cs` and the like, written as code in the prose.
    [GeneratedRegex(@"`(?<path>(src|samples|tests|bench|docs|eng)/[\w./-]+?)`")]
    private static partial Regex CodePath();
}
