using System.Text.Json.Nodes;

namespace KubeController.Testing.Schemas;

/// <summary>Cuts off what a schema does not know, and brings numbers and <c>metadata</c> into their stored form.</summary>
internal sealed class SchemaPruner
{
    private static readonly string[] ResourceMembers = ["apiVersion", "kind", "metadata"];

    private readonly List<string> _unknown = [];

    private SchemaPruner()
    {
    }

    /// <summary>Prunes a custom object, in place.</summary>
    /// <returns>The paths of what was cut off, sorted, such as <c>spec.items[0].x</c>; unknown members of metadata are among them.</returns>
    /// <exception cref="DecodeException">Metadata, or apiVersion or kind, holds something else than its type.</exception>
    public static IReadOnlyList<string> Prune(JsonObject resource, StructuralSchema schema)
    {
        JsonNumbers.Canonicalize(resource);
        var pruner = new SchemaPruner();
        pruner.PruneResource(resource, schema, "");
        pruner._unknown.Sort(StringComparer.Ordinal);
        return pruner._unknown;
    }

    /// <summary>Prunes the default of a field, which is no object of its own.</summary>
    public static IReadOnlyList<string> PruneDefault(JsonObject value, StructuralSchema schema)
    {
        var pruner = new SchemaPruner();
        pruner.PruneValue(value, schema, "");
        return pruner._unknown;
    }

    private static string Child(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private void PruneResource(JsonObject resource, StructuralSchema schema, string path)
    {
        if (resource["metadata"] is not null || path.Length == 0)
        {
            _unknown.AddRange(BuiltInDecoder.DecodeMetadata(resource).Select(name => Child(path, name)));
        }

        PruneObject(resource, schema, path, isResource: true);
    }

    private void PruneValue(JsonNode? value, StructuralSchema? schema, string path)
    {
        switch (value)
        {
            case JsonObject members when schema is { IsEmbeddedResource: true } && members["metadata"] is null or JsonObject:
                PruneResource(members, schema, path);
                break;
            case JsonObject members:
                PruneObject(members, schema, path, isResource: false);
                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    PruneValue(items[i], schema?.Items ?? Free(schema), $"{path}[{i}]");
                }

                break;
            default:
                break;
        }
    }

    private void PruneObject(JsonObject members, StructuralSchema? schema, string path, bool isResource)
    {
        foreach (var name in members.Select(member => member.Key).ToList())
        {
            if (isResource && ResourceMembers.Contains(name))
            {
                continue;
            }

            if (schema is not null && (schema.Properties.ContainsKey(name) || schema.HasAdditionalProperties))
            {
                PruneValue(members[name], schema.Member(name), Child(path, name));
            }
            else if (schema is not { PreservesUnknownFields: true })
            {
                _unknown.Add(Child(path, name));
                members.Remove(name);
            }
        }
    }

    /// <summary>Below a field that keeps everything, what has no schema of its own is kept too.</summary>
    private static StructuralSchema? Free(StructuralSchema? schema) => schema is { PreservesUnknownFields: true } ? schema : null;
}
