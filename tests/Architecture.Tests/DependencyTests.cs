using System.Xml.Linq;

namespace KubeController.Architecture.Tests;

/// <summary>The arrows between the rooms: WorkQueue ◄ Reconcilers ► Informers ► Client, and Testing on its own.</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["WorkQueue"] = [],
        ["Client"] = [],
        ["Informers"] = ["Client"],
        ["Reconcilers"] = ["Informers", "WorkQueue"],
        ["Testing"] = [],
    };

    private static readonly Dictionary<string, string[]> AllowedPackages = new()
    {
        ["WorkQueue"] = [],
        ["Client"] = ["KubernetesClient", "Microsoft.Extensions.Logging.Abstractions", "Polly.Core", "YamlDotNet"],
        ["Informers"] = [],
        ["Reconcilers"] = ["Microsoft.Extensions.Diagnostics.HealthChecks", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Options.DataAnnotations"],
        ["Testing"] = ["YamlDotNet"],
    };

    private static IEnumerable<string> Packages =>
        Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src")).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal);

    [Test]
    public void Packages_OnDisk_AreTheFiveOfTheArchitecture() => Assert.That(Packages, Is.EquivalentTo(Allowed.Keys));

    [TestCaseSource(nameof(Packages))]
    public void ProjectReferences_OfPackage_FollowTheArrows(string package) =>
        Assert.That(References(package, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)), Is.SubsetOf(Allowed[package]));

    [TestCaseSource(nameof(Packages))]
    public void PackageReferences_OfPackage_AreTheAgreedOnes(string package) =>
        Assert.That(References(package, "PackageReference"), Is.SubsetOf(AllowedPackages[package]));

    [Test]
    public void ReferencedAssemblies_OfTesting_HoldNothingOfKubernetesClientOrOurs() =>
        Assert.That(
            typeof(Testing.ApiServer).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name),
            Has.None.StartsWith("KubeController").And.None.StartsWith("KubernetesClient"));

    private static IEnumerable<string> References(string package, string element) =>
        XDocument.Load(Path.Combine(Repository.Root, "src", package, $"{package}.csproj"))
            .Descendants(element)
            .Select(reference => (string?)reference.Attribute("Include") ?? string.Empty);
}
