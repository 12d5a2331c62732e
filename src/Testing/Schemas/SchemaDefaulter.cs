using System.Text.Json.Nodes;

namespace KubeController.Testing.Schemas;

/// <summary>Fills in what a schema gives as defaults, and drops nulls where null is no value.</summary>
internal static class SchemaDefaulter
{
    /// <summary>Completes an object, in place.</summary>
    /// <param name="resource">The object.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="keepsNulls">Whether nulls that are no values stay.</param>
    public static void Default(JsonObject resource, StructuralSchema schema, bool keepsNulls = false)
    {
        if (!keepsNulls)
        {
            DropNulls(resource, schema);
        }

        Fill(resource, schema);
    }

    private static bool IsForbiddenNull(JsonNode? value, StructuralSchema? schema) => value is null && schema is { IsNullable: false };

    private static void DropNulls(JsonNode? value, StructuralSchema? schema)
    {
        switch (value)
        {
            case JsonObject members when schema is not null:
                foreach (var name in members.Select(member => member.Key).ToList())
                {
                    var member = schema.Member(name);
                    if (IsForbiddenNull(members[name], member) && member!.Default is null)
                    {
                        members.Remove(name);
                    }
                    else
                    {
                        DropNulls(members[name], member);
                    }
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    DropNulls(item, schema?.Items);
                }

                break;
            default:
                break;
        }
    }

    private static void Fill(JsonNode? value, StructuralSchema? schema)
    {
        switch (value)
        {
            case JsonObject members when schema is not null:
                FillMembers(members, schema);
                break;
            case JsonArray items when schema?.Items is { } item:
                for (var i = 0; i < items.Count; i++)
                {
                    if (IsForbiddenNull(items[i], item) && item.Default is { } fallback)
                    {
                        items[i] = fallback.DeepClone();
                    }

                    Fill(items[i], item);
                }

                break;
            default:
                break;
        }
    }

    private static void FillMembers(JsonObject members, StructuralSchema schema)
    {
        foreach (var (name, property) in schema.Properties)
        {
            if (property.Default is { } fallback && (!members.TryGetPropertyValue(name, out var present) || IsForbiddenNull(present, property)))
            {
                members[name] = fallback.DeepClone();
            }
        }

        foreach (var name in members.Select(member => member.Key).ToList())
        {
            var member = schema.Member(name);
            if (IsForbiddenNull(members[name], member) && member!.Default is { } fallback)
            {
                members[name] = fallback.DeepClone();
            }

            Fill(members[name], member);
        }
    }
}
