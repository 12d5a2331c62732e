using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeController.Testing.Cel;

namespace KubeController.Testing.Schemas;

/// <summary>A structural schema, as a CRD carries it: what a value may hold, what is cut off, and what is filled in. Immutable.</summary>
internal sealed record StructuralSchema
{
    /// <summary>The type: <c>object</c>, <c>array</c>, <c>string</c>, <c>integer</c>, <c>number</c>, <c>boolean</c>; empty where the schema names none.</summary>
    public string Type { get; init; } = "";

    /// <summary>The format; empty where the schema names none.</summary>
    public string Format { get; init; } = "";

    /// <summary>Whether null is a value.</summary>
    public bool IsNullable { get; init; }

    /// <summary>What is filled in where the field is missing; null means nothing is.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>The known fields.</summary>
    public IReadOnlyDictionary<string, StructuralSchema> Properties { get; init; } = new Dictionary<string, StructuralSchema>();

    /// <summary>The schema of all other fields; null where there are none, or where anything goes.</summary>
    public StructuralSchema? AdditionalProperties { get; init; }

    /// <summary>Whether other fields than the known ones are allowed.</summary>
    public bool HasAdditionalProperties { get; init; }

    /// <summary>The schema of the items of a list.</summary>
    public StructuralSchema? Items { get; init; }

    /// <summary>Fields that must be there.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>The values allowed; null means all.</summary>
    public IReadOnlyList<JsonNode?>? Enum { get; init; }

    /// <summary>The least number.</summary>
    public double? Minimum { get; init; }

    /// <summary>The greatest number.</summary>
    public double? Maximum { get; init; }

    /// <summary>Whether the minimum itself is not allowed.</summary>
    public bool ExclusiveMinimum { get; init; }

    /// <summary>Whether the maximum itself is not allowed.</summary>
    public bool ExclusiveMaximum { get; init; }

    /// <summary>The number that must divide the value.</summary>
    public double? MultipleOf { get; init; }

    /// <summary>The least number of characters.</summary>
    public long? MinLength { get; init; }

    /// <summary>The greatest number of characters.</summary>
    public long? MaxLength { get; init; }

    /// <summary>What a text must match; null means anything.</summary>
    public Regex? Pattern { get; init; }

    /// <summary>The least number of items.</summary>
    public long? MinItems { get; init; }

    /// <summary>The greatest number of items.</summary>
    public long? MaxItems { get; init; }

    /// <summary>The least number of members.</summary>
    public long? MinProperties { get; init; }

    /// <summary>The greatest number of members.</summary>
    public long? MaxProperties { get; init; }

    /// <summary><c>atomic</c>, <c>set</c> or <c>map</c>; empty means atomic.</summary>
    public string ListType { get; init; } = "";

    /// <summary>The members that tell the items of a list of type <c>map</c> apart.</summary>
    public IReadOnlyList<string> ListMapKeys { get; init; } = [];

    /// <summary>Whether server-side apply owns the map as a whole.</summary>
    public bool IsAtomicMap { get; init; }

    /// <summary>Whether unknown fields are kept.</summary>
    public bool PreservesUnknownFields { get; init; }

    /// <summary>Whether the value is a whole object with apiVersion, kind and metadata.</summary>
    public bool IsEmbeddedResource { get; init; }

    /// <summary>Whether the value is an integer or a text.</summary>
    public bool IsIntOrString { get; init; }

    /// <summary>Schemas that must all hold.</summary>
    public IReadOnlyList<StructuralSchema> AllOf { get; init; } = [];

    /// <summary>Schemas of which one must hold.</summary>
    public IReadOnlyList<StructuralSchema> AnyOf { get; init; } = [];

    /// <summary>Schemas of which exactly one must hold.</summary>
    public IReadOnlyList<StructuralSchema> OneOf { get; init; } = [];

    /// <summary>A schema that must not hold.</summary>
    public StructuralSchema? Not { get; init; }

    /// <summary>The rules of <c>x-kubernetes-validations</c>.</summary>
    public IReadOnlyList<CelRule> Rules { get; init; } = [];

    /// <summary>Whether there are rules here or anywhere below.</summary>
    public bool HasRules { get; init; }

    /// <summary>Reads an <c>openAPIV3Schema</c> that the rules for CRDs have let through.</summary>
    public static StructuralSchema Parse(JsonObject openApiV3Schema) => SchemaParser.Parse(openApiV3Schema);

    /// <summary>The schema of a member; null where the member is unknown or may hold anything.</summary>
    public StructuralSchema? Member(string name) => Properties.GetValueOrDefault(name) ?? AdditionalProperties;
}
