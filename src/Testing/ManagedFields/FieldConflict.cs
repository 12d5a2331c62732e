namespace KubeController.Testing.ManagedFields;

/// <summary>A field that somebody else owns with another value.</summary>
/// <param name="Owner">Who owns it.</param>
/// <param name="Path">The field.</param>
internal sealed record FieldConflict(ManagerId Owner, IReadOnlyList<PathElement> Path)
{
    /// <summary>The path in the words of messages, such as <c>.spec.items[name="a"].value</c>.</summary>
    public string Field => string.Concat(Path);
}
