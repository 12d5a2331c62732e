using System.Text.Json.Nodes;
using KubeController.Testing.Json;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Storage;

/// <summary>One version of one object: its tree and its bytes, written once and shared by all who read. Immutable; whoever changes the tree copies it first.</summary>
internal sealed class StoredObject
{
    // Of all stand-ins: one is made for each look-up.
    private static readonly JsonObject NoTree = [];
    private readonly byte[] _utf8;
    private readonly int _headLength;

    /// <summary>Takes over the tree.</summary>
    /// <param name="tree">The object with its resourceVersion set; not to be changed from here on.</param>
    /// <param name="revision">The revision of the write.</param>
    /// <param name="definition">The storage version it was written under.</param>
    public StoredObject(JsonObject tree, long revision, ResourceDefinition definition)
    {
        Tree = tree;
        Revision = revision;
        Definition = definition;
        var metadata = tree.Object("metadata") ?? throw new ArgumentException("The object has no metadata.", nameof(tree));
        Namespace = metadata.Text("namespace") ?? "";
        Name = metadata.Text("name") ?? "";
        Key = KeyOf(Namespace, Name);
        _utf8 = JsonWriter.WriteObject(tree, out _headLength);
    }

    private StoredObject(string key)
    {
        Key = key;
        Namespace = Name = "";
        Tree = NoTree;
        Definition = null!;
        _utf8 = [];
    }

    /// <summary><c>namespace/name</c>, or the name alone; the order of lists is the byte order of it.</summary>
    public string Key { get; }

    /// <summary>The namespace; empty for cluster-scoped kinds.</summary>
    public string Namespace { get; }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The revision of the write that made it.</summary>
    public long Revision { get; }

    /// <summary>The definition under which it was written; a changed CRD has another one, and then reads default and prune again.</summary>
    public ResourceDefinition Definition { get; }

    /// <summary>The object in its storage version. Not to be changed.</summary>
    public JsonObject Tree { get; }

    /// <summary>The metadata of the tree. Not to be changed.</summary>
    public JsonObject Metadata => Tree.Object("metadata")!;

    /// <summary>The whole object as JSON.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8;

    /// <summary>What follows kind and apiVersion, up to and with the closing brace: an item of a built-in list is an opening brace and this.</summary>
    public ReadOnlyMemory<byte> Utf8AfterHead => _utf8.AsMemory(_headLength);

    /// <summary>The key of an object.</summary>
    /// <param name="namespace">The namespace; empty for cluster-scoped kinds.</param>
    /// <param name="name">The name.</param>
    public static string KeyOf(string @namespace, string name) => @namespace.Length == 0 ? name : $"{@namespace}/{name}";

    /// <summary>A stand-in to look up a key with.</summary>
    /// <param name="key">The key.</param>
    public static StoredObject Probe(string key) => new(key);
}
