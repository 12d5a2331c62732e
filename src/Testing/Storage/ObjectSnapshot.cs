using System.Collections.Immutable;

namespace KubeController.Testing.Storage;

/// <summary>All objects of a kind at one revision.</summary>
/// <param name="Objects">The objects, ordered by key.</param>
/// <param name="Revision">The revision.</param>
internal sealed record ObjectSnapshot(ImmutableSortedSet<StoredObject> Objects, long Revision)
{
    /// <summary>The objects of a namespace (all, if empty), from a key on.</summary>
    /// <param name="namespace">The namespace; empty for all.</param>
    /// <param name="start">The first key that may occur; null for the first of all.</param>
    public IEnumerable<StoredObject> From(string @namespace, string? start)
    {
        var prefix = @namespace.Length == 0 ? "" : @namespace + "/";
        if (prefix.Length == 0 && start is null)
        {
            return Objects;
        }

        var first = start is not null && string.CompareOrdinal(start, prefix) > 0 ? start : prefix;
        return Range(IndexOf(first), prefix);
    }

    /// <summary>How many objects of the namespace (all, if empty) follow the key.</summary>
    public int CountAfter(string @namespace, string key)
    {
        var end = @namespace.Length == 0 ? Objects.Count : IndexOf(@namespace + "0");
        return end - IndexOf(key + "\0");
    }

    private int IndexOf(string key)
    {
        var index = Objects.IndexOf(StoredObject.Probe(key));
        return index < 0 ? ~index : index;
    }

    private IEnumerable<StoredObject> Range(int index, string prefix)
    {
        for (; index < Objects.Count; index++)
        {
            var stored = Objects[index];
            if (!stored.Key.StartsWith(prefix, StringComparison.Ordinal))
            {
                yield break;
            }

            yield return stored;
        }
    }
}
