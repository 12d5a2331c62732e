namespace KubeController.Testing.ManagedFields;

/// <summary>How an object or a map is owned: as a whole, or member by member.</summary>
/// <param name="declared">The type of a declared field; null where the name is not declared.</param>
/// <param name="others">The type of members that are not declared; null where there may be none.</param>
internal sealed class MapType(Func<string, FieldType?> declared, Func<FieldType?> others)
{
    /// <summary>Whether the map has one owner as a whole.</summary>
    public bool IsAtomic { get; init; }

    /// <summary>Whether the field is declared.</summary>
    public bool Declares(string name) => declared(name) is not null;

    /// <summary>The type of a member; null where there may be none of that name.</summary>
    public FieldType? Member(string name) => declared(name) ?? others();

    /// <summary>The same map, owned as a whole or not.</summary>
    public MapType With(bool isAtomic) => new(declared, others) { IsAtomic = isAtomic };
}
