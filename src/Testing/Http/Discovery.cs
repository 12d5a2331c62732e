using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Http;

/// <summary>The documents that say what is served, one per group and version.</summary>
internal sealed class Discovery(ResourceRegistry registry)
{
    /// <summary>The document under a path; null where there is none.</summary>
    public JsonObject? Find(string path)
    {
        switch (path)
        {
            case "/":
                return Paths();
            case "/api":
                return new JsonObject
                {
                    ["kind"] = "APIVersions",
                    ["versions"] = new JsonArray("v1"),
                    ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = "127.0.0.1" }),
                };
            case "/apis":
                return new JsonObject { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = new JsonArray([.. Groups(registry).Select(Group)]) };
        }

        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            ["api", var version] => Resources("", version),
            ["apis", var group] => Groups(registry).FirstOrDefault(known => known.Key == group) is { } found ? NamedGroup(found) : null,
            ["apis", var group, var version] => Resources(group, version),
            _ => null,
        };
    }

    /// <summary>What the server says about itself.</summary>
    public static JsonObject Version() => new()
    {
        ["major"] = "1",
        ["minor"] = "36",
        ["emulationMajor"] = "1",
        ["emulationMinor"] = "36",
        ["minCompatibilityMajor"] = "1",
        ["minCompatibilityMinor"] = "35",
        ["gitVersion"] = "v1.36.2+kubecontroller-testing",
        ["gitCommit"] = "",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "2026-01-01T00:00:00Z",
        ["goVersion"] = "",
        ["compiler"] = ".NET",
        ["platform"] = "embedded",
    };

    /// <summary>The groups with their versions, the built-in ones first; the versions of a group by priority.</summary>
    internal static IEnumerable<IGrouping<string, string>> Groups(ResourceRegistry registry) => registry.Definitions
        .Where(definition => definition.Group.Length > 0)
        .OrderBy(definition => definition.IsCustom)
        .Select(definition => (definition.Group, definition.Version))
        .Distinct()
        .GroupBy(pair => pair.Group, pair => pair.Version);

    /// <summary>The versions of a group, v2 before v1 before v1beta1.</summary>
    internal static IEnumerable<string> ByPriority(IEnumerable<string> versions) => versions.OrderDescending(VersionPriority.Instance);

    private static JsonObject Group(IGrouping<string, string> group)
    {
        var versions = ByPriority(group).Select(version => new JsonObject { ["groupVersion"] = $"{group.Key}/{version}", ["version"] = version }).ToArray();
        return new JsonObject { ["name"] = group.Key, ["versions"] = new JsonArray([.. versions]), ["preferredVersion"] = versions[0].DeepClone() };
    }

    private static JsonObject NamedGroup(IGrouping<string, string> group)
    {
        var document = Group(group);
        document.Insert(0, "kind", "APIGroup");
        document.Insert(1, "apiVersion", "v1");
        return document;
    }

    private JsonObject Paths()
    {
        string[] groups = [.. Groups(registry).SelectMany(group => ByPriority(group).Select(version => $"/apis/{group.Key}/{version}").Prepend($"/apis/{group.Key}"))];
        string[] paths = ["/api", "/api/v1", "/apis", "/apis/", .. groups, "/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version"];
        return new JsonObject { ["paths"] = new JsonArray([.. paths.Order(StringComparer.Ordinal).Select(path => JsonValue.Create(path))]) };
    }

    private JsonObject? Resources(string group, string version)
    {
        var definitions = registry.Definitions.Where(definition => definition.Group == group && definition.Version == version).ToList();
        if (definitions.Count == 0)
        {
            return null;
        }

        var document = new JsonObject { ["kind"] = "APIResourceList" };
        if (group.Length > 0)
        {
            document["apiVersion"] = "v1";
        }

        document["groupVersion"] = definitions[0].ApiVersion;
        document["resources"] = new JsonArray([.. definitions.OrderBy(definition => definition.Plural, StringComparer.Ordinal).SelectMany(Entries)]);
        return document;
    }

    private static IEnumerable<JsonObject> Entries(ResourceDefinition definition)
    {
        var entry = new JsonObject
        {
            ["name"] = definition.Plural,
            ["singularName"] = definition.Singular,
            ["namespaced"] = definition.Namespaced,
            ["kind"] = definition.Kind,
            ["verbs"] = Array(definition.Verbs),
        };
        if (definition.ShortNames.Count > 0)
        {
            entry["shortNames"] = Array(definition.ShortNames);
        }

        if (definition.Categories.Count > 0)
        {
            entry["categories"] = Array(definition.Categories);
        }

        if (definition.Verbs.Contains("list"))
        {
            entry["storageVersionHash"] = Hash(definition.StorageVersion ?? definition);
        }

        yield return entry;
        foreach (var shape in SubresourceShape.Of(definition))
        {
            var sub = new JsonObject { ["name"] = $"{definition.Plural}/{shape.Name}", ["singularName"] = "", ["namespaced"] = definition.Namespaced };
            if (shape.Group is not null)
            {
                sub["group"] = shape.Group;
                sub["version"] = "v1";
            }

            sub["kind"] = shape.Kind;
            sub["verbs"] = Array(shape.Verbs);
            yield return sub;
        }
    }

    private static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static string Hash(ResourceDefinition definition) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{definition.Group}/{definition.Version}/{definition.Kind}")).AsSpan(0, 8));
}
