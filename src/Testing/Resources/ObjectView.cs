using System.Text.Json.Nodes;
using KubeController.Testing.Json;
using KubeController.Testing.Schemas;
using KubeController.Testing.Storage;

namespace KubeController.Testing.Resources;

/// <summary>Shows stored objects in one version of their kind: as they are where nothing has to change, a converted copy otherwise.</summary>
internal sealed class ObjectView(ResourceDefinition definition)
{
    private readonly ResourceDefinition _storage = definition.StorageVersion ?? definition;

    /// <summary>The object in this version. Not to be changed.</summary>
    public JsonObject Tree(StoredObject stored) => IsAsStored(stored) ? stored.Tree : Convert(stored.Tree, stored.Definition);

    /// <summary>The object in this version, as a copy of its own.</summary>
    public JsonObject Copy(StoredObject stored) => IsAsStored(stored) ? stored.Tree.Copy() : Convert(stored.Tree, stored.Definition);

    /// <summary>The object in this version as JSON.</summary>
    public ReadOnlyMemory<byte> Utf8(StoredObject stored) =>
        IsAsStored(stored) ? stored.Utf8 : JsonWriter.Write(Convert(stored.Tree, stored.Definition));

    /// <summary>The object as an item of a list: built-in kinds leave out kind and apiVersion. The opening brace is left to the caller.</summary>
    public ReadOnlyMemory<byte> ItemUtf8AfterBrace(StoredObject stored)
    {
        if (IsAsStored(stored))
        {
            return definition.IsCustom ? stored.Utf8[1..] : stored.Utf8AfterHead;
        }

        var bytes = JsonWriter.WriteObject(Convert(stored.Tree, stored.Definition), out var headLength);
        return bytes.AsMemory(definition.IsCustom ? 1 : headLength);
    }

    /// <summary>Whether the stored bytes are those of this version.</summary>
    public bool IsAsStored(StoredObject stored) => ReferenceEquals(stored.Definition, definition);

    /// <summary>
    /// The definition to store an object of this version under. What came in through another version lacks the defaults of the storage version;
    /// it goes under a definition of its own, so that reads add them.
    /// </summary>
    public ResourceDefinition StoredUnder => ReferenceEquals(_storage, definition) || _storage.Schema is null ? _storage : _storage with { };

    /// <summary>An object of this version in the form in which it is stored. May be the object itself.</summary>
    public JsonObject ToStorage(JsonObject obj)
    {
        if (ReferenceEquals(_storage, definition))
        {
            return obj;
        }

        var converted = obj.Copy();
        definition.ToStorage?.Invoke(converted);
        converted["apiVersion"] = _storage.ApiVersion;
        if (_storage.Schema is { } schema)
        {
            SchemaPruner.Prune(converted, schema);
        }

        return converted;
    }

    /// <summary>An object in its storage version, in this one.</summary>
    public JsonObject Converted(JsonObject stored) => ReferenceEquals(_storage, definition) ? stored : Convert(stored, _storage);

    private JsonObject Convert(JsonObject tree, ResourceDefinition writtenUnder)
    {
        var converted = tree.Copy();
        if (!ReferenceEquals(writtenUnder, _storage) && _storage.Schema is { } storageSchema)
        {
            SchemaPruner.Prune(converted, storageSchema);
        }

        if (_storage.Schema is { } defaults)
        {
            SchemaDefaulter.Default(converted, defaults);
        }

        if (ReferenceEquals(_storage, definition))
        {
            return converted;
        }

        definition.FromStorage?.Invoke(converted);
        converted["apiVersion"] = definition.ApiVersion;
        if (definition.Schema is { } schema)
        {
            SchemaPruner.Prune(converted, schema);
        }

        return converted;
    }
}
