namespace KubeController.Testing.ManagedFields;

/// <summary>The paths in which two objects differ.</summary>
/// <param name="Removed">Those that only the old one has.</param>
/// <param name="Modified">Those that hold something else.</param>
/// <param name="Added">Those that only the new one has.</param>
internal sealed record FieldComparison(FieldSet Removed, FieldSet Modified, FieldSet Added)
{
    /// <summary>The paths that the new object sets: added or modified.</summary>
    public FieldSet Set { get; } = Modified.Union(Added);

    /// <summary>Without paths that are none of this comparison's business, and what lies below them.</summary>
    public FieldComparison Without(FieldSet ignored) => new(Removed.ExceptBelow(ignored), Modified.ExceptBelow(ignored), Added.ExceptBelow(ignored));
}
