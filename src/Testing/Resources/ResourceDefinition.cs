using System.Text.Json.Nodes;
using KubeController.Testing.Schemas;

namespace KubeController.Testing.Resources;

/// <summary>What the server knows about one version of one kind: its names, and where kinds differ from each other. Immutable; a changed CRD makes a new one.</summary>
internal sealed record ResourceDefinition
{
    /// <summary>The verbs of a kind that offers everything.</summary>
    public static readonly IReadOnlyList<string> AllVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    /// <summary>The API group; empty for the core group.</summary>
    public required string Group { get; init; }

    /// <summary>The version, such as <c>v1</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The kind, such as <c>Pod</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The kind of its lists, such as <c>PodList</c>.</summary>
    public required string ListKind { get; init; }

    /// <summary>The name in the path, such as <c>pods</c>.</summary>
    public required string Plural { get; init; }

    /// <summary>The singular, such as <c>pod</c>.</summary>
    public required string Singular { get; init; }

    /// <summary>Short names for users of kubectl.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>Groups of kinds such as <c>all</c>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>The verbs offered, in alphabetical order.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = AllVerbs;

    /// <summary>Whether objects live in namespaces.</summary>
    public required bool Namespaced { get; init; }

    /// <summary>Whether <c>/status</c> exists: then the main resource cannot write the status.</summary>
    public bool HasStatus { get; init; }

    /// <summary>Other subresources, such as <c>token</c> or <c>scale</c>.</summary>
    public IReadOnlyList<string> Subresources { get; init; } = [];

    /// <summary>Whether the server counts <c>metadata.generation</c>.</summary>
    public bool HasGeneration { get; init; }

    /// <summary>Whether a CRD defined it.</summary>
    public bool IsCustom { get; init; }

    /// <summary>Whether a PUT without resourceVersion overwrites (true) or is refused with 422.</summary>
    public bool AllowsUnconditionalUpdate { get; init; }

    /// <summary>Whether a PUT of a missing name creates.</summary>
    public bool AllowsCreateOnUpdate { get; init; }

    /// <summary>Whether a DELETE that removes answers with the object (true) or with a Status.</summary>
    public bool DeleteReturnsObject { get; init; }

    /// <summary>Whether a delete may take its time, as that of pods does.</summary>
    public bool HasGracefulDeletion { get; init; }

    /// <summary>Whether dependants are orphaned where a delete names no policy (jobs, replication controllers).</summary>
    public bool OrphansByDefault { get; init; }

    /// <summary>Finalizers that a new object gets, such as <c>kubernetes.io/pvc-protection</c>.</summary>
    public IReadOnlyList<string> InitialFinalizers { get; init; } = [];

    /// <summary>The schema of a custom kind; null for built-in kinds and for custom ones without one.</summary>
    public StructuralSchema? Schema { get; init; }

    /// <summary>The <c>openAPIV3Schema</c> as it was written, for the OpenAPI documents; null where there is none.</summary>
    public JsonObject? OpenApiSchema { get; init; }

    /// <summary>The printer columns of a CRD; null means the default column.</summary>
    public JsonArray? PrinterColumns { get; init; }

    /// <summary>Field selectors beside metadata.name and metadata.namespace, without a leading dot, such as <c>spec.nodeName</c>.</summary>
    public IReadOnlyList<string> SelectableFields { get; init; } = [];

    /// <summary>The <c>scale</c> subresource of a CRD version; null where there is none.</summary>
    public JsonObject? Scale { get; init; }

    /// <summary>Whether answers carry the warning for deprecated versions; the text, or null.</summary>
    public string? DeprecationWarning { get; init; }

    /// <summary>Whether the version is offered at all; a version that is only stored is not.</summary>
    public bool Served { get; init; } = true;

    /// <summary>The definition of the version in which objects are stored; null when it is this one.</summary>
    public ResourceDefinition? StorageVersion { get; init; }

    /// <summary>The table in which objects live; kinds that are views of the same objects (events) share it. Empty means the table is named by the group resource.</summary>
    public string StorageName { get; init; } = "";

    /// <summary>Rewrites an object of this version into the stored form, in place; null where they are the same but for apiVersion.</summary>
    public Action<JsonObject>? ToStorage { get; init; }

    /// <summary>Rewrites a stored object into this version, in place; null where they are the same but for apiVersion.</summary>
    public Action<JsonObject>? FromStorage { get; init; }

    /// <summary>The name of the table in which objects live.</summary>
    public string Table => StorageName.Length > 0 ? StorageName : GroupResource;

    /// <summary><c>pods</c>, or <c>widgets.example.com</c>: the name in messages.</summary>
    public string GroupResource => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary><c>v1</c>, or <c>example.com/v1</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary><c>Pod</c>, or <c>Widget.example.com</c>: the name in messages about schema and preconditions.</summary>
    public string GroupKind => Group.Length == 0 ? Kind : $"{Kind}.{Group}";

    /// <summary>Whether the kind offers the verb.</summary>
    public bool Offers(string verb) => Verbs.Contains(verb);

    /// <summary>Whether the subresource exists.</summary>
    public bool HasSubresource(string subresource) => (subresource == "status" && HasStatus) || Subresources.Contains(subresource);
}
