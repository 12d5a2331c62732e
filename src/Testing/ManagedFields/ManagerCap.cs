using System.Globalization;

namespace KubeController.Testing.ManagedFields;

/// <summary>Keeps the number of managers that update bounded: the oldest fall together into one.</summary>
internal static class ManagerCap
{
    private const int MostUpdaters = 10;
    private const string Ancient = "ancient-changes";

    /// <summary>The owners, no more than ten of whom update for each version.</summary>
    public static FieldOwners Apply(FieldOwners owners)
    {
        var updaters = owners.Entries.Where(entry => !entry.Key.IsApply).ToList();
        var count = updaters.Count;
        if (count <= MostUpdaters)
        {
            return owners;
        }

        var first = new Dictionary<string, ManagerId>();
        foreach (var (manager, fields) in updaters.OrderBy(entry => SecondsOf(entry.Value)).ThenBy(entry => entry.Key.SortKey, StringComparer.Ordinal))
        {
            if (count <= MostUpdaters)
            {
                break;
            }

            // The first of a version only waits for a second to fall together with.
            if (!first.TryGetValue(fields.ApiVersion, out var oldest))
            {
                first.Add(fields.ApiVersion, manager);
                continue;
            }

            var bucket = ManagerId.Updater(Ancient, fields.ApiVersion, "");
            if (owners.Find(bucket) is not { } present)
            {
                present = owners.Find(oldest)!;
                owners = owners.Without(oldest);
            }

            owners = owners.Without(manager).With(bucket, fields with { Set = fields.Set.Union(present.Set) });
            count--;
        }

        return owners;
    }

    private static long SecondsOf(OwnedFields fields) =>
        DateTimeOffset.TryParse(fields.Time, CultureInfo.InvariantCulture, out var time) ? time.ToUnixTimeSeconds() : 0;
}
