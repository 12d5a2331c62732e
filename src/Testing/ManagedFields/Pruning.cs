namespace KubeController.Testing.ManagedFields;

/// <summary>Takes out of an object what its manager applied the last time, does not apply any more, and nobody else owns.</summary>
/// <param name="convert">An object in another version; null where that version is not served any more.</param>
internal sealed class Pruning(Func<TypedObject, string, TypedObject?> convert)
{
    /// <summary>The pruned object.</summary>
    /// <param name="merged">The present object with what is applied now.</param>
    /// <param name="owners">Who owns it, what is applied now among them.</param>
    /// <param name="apiVersion">The version that is applied.</param>
    /// <param name="last">What the manager owned before.</param>
    public TypedObject Prune(TypedObject merged, FieldOwners owners, string apiVersion, OwnedFields? last)
    {
        if (last is null || last.Set.IsEmpty || convert(merged, last.ApiVersion) is not { } whole)
        {
            return merged;
        }

        var applied = NamedFields.Complete(last.Set, whole.Type);
        var pruned = FieldRemover.Remove(whole, applied);
        foreach (var (version, owned) in Owned(owners).OrderBy(entry => entry.Key != last.ApiVersion))
        {
            if (convert(whole, version) is { } wholeThere && convert(pruned, version) is { } prunedThere)
            {
                // Whatever somebody owns comes back, with all that lies between.
                var kept = Complete(prunedThere).Union(NamedFields.Complete(owned, wholeThere.Type));
                whole = wholeThere;
                pruned = FieldRemover.Remove(wholeThere, Complete(wholeThere).Except(kept));
            }
        }

        // And so does what lay below a removed field without belonging to anybody.
        whole = convert(merged, last.ApiVersion)!;
        var left = convert(pruned, last.ApiVersion) ?? pruned;
        var removed = Complete(whole).Except(Complete(left)).Intersect(applied);
        return convert(FieldRemover.Remove(whole, removed), apiVersion)!;
    }

    private static FieldSet Complete(TypedObject obj) => NamedFields.Complete(obj.ToFieldSet(), obj.Type);

    private static Dictionary<string, FieldSet> Owned(FieldOwners owners) => owners.Entries.Values
        .GroupBy(fields => fields.ApiVersion)
        .ToDictionary(group => group.Key, group => group.Aggregate(FieldSet.Empty, (all, fields) => all.Union(fields.Set)));
}
