namespace KubeController.Testing.ManagedFields;

/// <summary>Moves fields between managers when an object changes.</summary>
/// <param name="convert">An object in another version; null where that version is not served any more.</param>
/// <param name="ignored">Paths that are none of this request's business, such as the status for a write of the object itself.</param>
internal sealed class Ownership(Func<TypedObject, string, TypedObject?> convert, FieldSet ignored)
{
    /// <summary>After an update: who updates owns what changed, and nobody owns what is gone.</summary>
    /// <param name="live">The object as it was.</param>
    /// <param name="next">The object as it will be.</param>
    /// <param name="owners">Who owned it.</param>
    /// <param name="self">Who updates.</param>
    /// <param name="now">The time of the update.</param>
    public FieldOwners Update(TypedObject live, TypedObject next, FieldOwners owners, ManagerId self, string now)
    {
        var comparison = live.CompareTo(next);
        var others = Disown(live, next, comparison, owners, except: null, conflicts: null);
        var taken = SystemFields.Strip(comparison.Set.ExceptBelow(ignored));
        if (taken.IsEmpty)
        {
            return others;
        }

        var mine = others.Find(self) is { } present ? taken.Union(present.Set) : taken;
        return others.With(self, new OwnedFields(mine, next.ApiVersion, now));
    }

    /// <summary>Applies an object.</summary>
    /// <param name="live">The object as it is.</param>
    /// <param name="applied">What is applied.</param>
    /// <param name="owners">Who owns it.</param>
    /// <param name="self">Who applies.</param>
    /// <param name="isForced">Whether fields of others are taken.</param>
    /// <param name="now">The time of the apply.</param>
    /// <returns>The object as it will be, and who owns it then.</returns>
    /// <exception cref="ApplyConflictException">Others own fields that would change, and the apply is not forced.</exception>
    public (TypedObject Next, FieldOwners Owners) Apply(TypedObject live, TypedObject applied, FieldOwners owners, ManagerId self, bool isForced, string now)
    {
        var last = owners.Find(self);
        var mine = new OwnedFields(applied.ToFieldSet().ExceptBelow(ignored), applied.ApiVersion, last?.Time);
        var claimed = owners.With(self, mine);
        var next = new Pruning(convert).Prune(FieldMerger.Merge(live, applied), claimed, mine.ApiVersion, last);
        var conflicts = new List<FieldConflict>();
        var others = Disown(live, next, live.CompareTo(next), claimed, self, conflicts);
        if (!isForced && conflicts.Count > 0)
        {
            throw new ApplyConflictException(conflicts);
        }

        var hasChanged = !FieldValue.Of(live.Value).Same(FieldValue.Of(next.Value));
        var kept = SystemFields.Strip(mine.Set);
        return (next, others.With(self, mine with { Set = kept, Time = hasChanged ? now : mine.Time }));
    }

    // Conflicts are collected for those who ask: an update takes what it changes.
    private FieldOwners Disown(TypedObject live, TypedObject next, FieldComparison comparison, FieldOwners owners, ManagerId? except, List<FieldConflict>? conflicts)
    {
        var comparisons = new Dictionary<string, FieldComparison?> { [live.ApiVersion] = comparison.Without(ignored) };
        foreach (var (manager, fields) in owners.Entries.Where(entry => entry.Key != except).OrderBy(entry => entry.Key.SortKey, StringComparer.Ordinal))
        {
            if (!comparisons.TryGetValue(fields.ApiVersion, out var changes))
            {
                changes = CompareIn(fields.ApiVersion, live, next);
                comparisons.Add(fields.ApiVersion, changes);
            }

            var lost = changes is null ? fields.Set : fields.Set.Intersect(changes.Set);
            conflicts?.AddRange(changes is null ? [] : lost.Paths().Select(path => new FieldConflict(manager, path)));
            owners = owners.With(manager, fields with { Set = fields.Set.Except(lost).Except(changes?.Removed ?? FieldSet.Empty) });
        }

        return owners;
    }

    // Null where the version is not served any more: what was owned in it is owned by nobody.
    private FieldComparison? CompareIn(string apiVersion, TypedObject live, TypedObject next) =>
        convert(live, apiVersion) is { } before && convert(next, apiVersion) is { } after ? before.CompareTo(after).Without(ignored) : null;
}
