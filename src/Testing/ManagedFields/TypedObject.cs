using System.Text.Json.Nodes;

namespace KubeController.Testing.ManagedFields;

/// <summary>An object in one version, and the type by which its fields are owned.</summary>
/// <param name="Value">The object.</param>
/// <param name="Type">Its type.</param>
/// <param name="ApiVersion">Its version.</param>
internal sealed record TypedObject(JsonObject Value, FieldType Type, string ApiVersion)
{
    /// <summary>The same type and version with another value.</summary>
    public TypedObject With(JsonObject value) => this with { Value = value };

    /// <summary>The paths that whoever sends this object claims.</summary>
    public FieldSet ToFieldSet() => FieldCollector.Collect(this);

    /// <summary>The paths in which another object of the same version differs.</summary>
    public FieldComparison CompareTo(TypedObject next) => FieldComparer.Compare(this, next);
}
