using System.Collections.Immutable;
using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.ManagedFields;

/// <summary>All managers of an object and what they own: <c>metadata.managedFields</c>, read. Immutable.</summary>
/// <param name="Entries">The managers.</param>
internal sealed record FieldOwners(ImmutableDictionary<ManagerId, OwnedFields> Entries)
{
    /// <summary>Nobody owns anything.</summary>
    public static readonly FieldOwners None = new(ImmutableDictionary<ManagerId, OwnedFields>.Empty);

    /// <summary>Whether nobody owns anything.</summary>
    public bool IsEmpty => Entries.IsEmpty;

    /// <summary>What a manager owns; null where it owns nothing.</summary>
    public OwnedFields? Find(ManagerId manager) => Entries.GetValueOrDefault(manager);

    /// <summary>The owners, one of whom owns something else; nothing, if the set is empty.</summary>
    public FieldOwners With(ManagerId manager, OwnedFields fields) =>
        fields.Set.IsEmpty ? Without(manager) : new(Entries.SetItem(manager, fields));

    /// <summary>The owners without one.</summary>
    public FieldOwners Without(ManagerId manager) => new(Entries.Remove(manager));

    /// <summary>Reads the list; nobody owns anything where there is none.</summary>
    /// <exception cref="FormatException">An entry cannot be read.</exception>
    public static FieldOwners Read(JsonNode? managedFields) => managedFields switch
    {
        null => None,
        JsonArray entries => new(entries.Select(ReadEntry).DistinctBy(entry => entry.Key).ToImmutableDictionary()),
        _ => throw new FormatException("managedFields is no list."),
    };

    /// <summary>Whether the list is the one empty entry by which a client takes all managers away.</summary>
    public static bool IsReset(JsonNode? managedFields) => managedFields is JsonArray { Count: 1 } entries && entries[0] is JsonObject { Count: 0 };

    /// <summary>Writes the list in the server's order; null where nobody owns anything.</summary>
    /// <param name="isCustom">Whether members come in the alphabetical order of custom kinds.</param>
    public JsonArray? Write(bool isCustom)
    {
        var sorted = Entries
            .OrderBy(entry => entry.Key.Operation, StringComparer.Ordinal)
            .ThenBy(entry => entry.Value.Time ?? "", StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Name, StringComparer.Ordinal)
            .ThenBy(entry => entry.Value.ApiVersion, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Subresource, StringComparer.Ordinal);
        return IsEmpty ? null : new JsonArray([.. sorted.Select(entry => WriteEntry(entry.Key, entry.Value, isCustom))]);
    }

    private static KeyValuePair<ManagerId, OwnedFields> ReadEntry(JsonNode? node)
    {
        var entry = node as JsonObject ?? throw new FormatException("An entry of managedFields is no object.");
        var operation = entry.Text("operation");
        var apiVersion = entry.Text("apiVersion") ?? "";
        if (operation is not ("Apply" or "Update") || apiVersion.Length == 0 || entry.Text("fieldsType") != "FieldsV1")
        {
            throw new FormatException($"An entry of managedFields has operation '{operation}', apiVersion '{apiVersion}' and fieldsType '{entry.Text("fieldsType")}'; it needs Apply or Update, a version, and FieldsV1.");
        }

        var isApply = operation == "Apply";
        var id = new ManagerId(entry.Text("manager") ?? "", isApply, isApply ? "" : apiVersion, entry.Text("subresource") ?? "");
        return KeyValuePair.Create(id, new OwnedFields(FieldsV1.Read(entry.Object("fieldsV1") ?? []), apiVersion, entry.Text("time")));
    }

    private static JsonObject WriteEntry(ManagerId manager, OwnedFields fields, bool isCustom)
    {
        var members = new List<KeyValuePair<string, JsonNode?>>
        {
            new("manager", manager.Name),
            new("operation", manager.Operation),
            new("apiVersion", fields.ApiVersion),
            new("time", fields.Time),
            new("fieldsType", "FieldsV1"),
            new("fieldsV1", FieldsV1.Write(fields.Set)),
            new("subresource", manager.Subresource.Length > 0 ? manager.Subresource : null),
        };
        var shown = members.Where(member => member.Value is not null);
        return new JsonObject(isCustom ? shown.OrderBy(member => member.Key, StringComparer.Ordinal) : shown);
    }
}
