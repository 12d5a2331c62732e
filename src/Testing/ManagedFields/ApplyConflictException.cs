namespace KubeController.Testing.ManagedFields;

/// <summary>An apply that meets fields of others.</summary>
/// <param name="conflicts">The fields; at least one.</param>
internal sealed class ApplyConflictException(IReadOnlyList<FieldConflict> conflicts) : Exception(MessageOf(conflicts))
{
    /// <summary>The fields, each with its owner.</summary>
    public IReadOnlyList<FieldConflict> Conflicts { get; } = conflicts;

    private static string MessageOf(IReadOnlyList<FieldConflict> conflicts)
    {
        if (conflicts.Count == 1)
        {
            return $"Apply failed with 1 conflict: conflict with {conflicts[0].Owner}: {conflicts[0].Field}";
        }

        var owners = conflicts.GroupBy(conflict => conflict.Owner).OrderBy(group => group.Key.SortKey, StringComparer.Ordinal);
        var lines = owners.SelectMany(group => group.Select(conflict => $"- {conflict.Field}").Prepend($"conflicts with {group.Key}:"));
        return $"Apply failed with {conflicts.Count} conflicts: {string.Join('\n', lines)}";
    }
}
