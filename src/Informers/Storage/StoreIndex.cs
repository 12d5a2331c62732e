using System.Collections.Concurrent;
using System.Collections.Immutable;
using k8s;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Informers.Storage;

/// <summary>Finds objects by a value a function derives from them. One writer, which holds the store's lock; any number of readers.</summary>
internal sealed class StoreIndex<T>(Func<T, IEnumerable<string>> values)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    // An immutable bucket a value: whoever reads one sees all of it at one moment. A value nobody has, has no bucket.
    private readonly ConcurrentDictionary<string, ImmutableDictionary<NamespacedName, T>> _buckets = new(concurrencyLevel: 1, capacity: 31, StringComparer.Ordinal);

    // What each object is filed under. Kept, not derived again from the old state: that may have been mutated by a user since. Used by the writer only.
    private readonly Dictionary<NamespacedName, string[]> _filed = [];

    public Func<T, IEnumerable<string>> Values => values;

    public IReadOnlyList<string> AllValues => [.. _buckets.Select(bucket => bucket.Key)];

    public IReadOnlyList<T> Find(string value) => _buckets.TryGetValue(value, out var bucket) ? [.. bucket.Values] : [];

    public int Count(string value) => _buckets.TryGetValue(value, out var bucket) ? bucket.Count : 0;

    /// <summary>Files an object under its values, and no longer under those it does not have any more. Nothing changes when the function throws or gives a null.</summary>
    public void Set(Stored<T> item)
    {
        string?[] now = [.. values(item.Resource).Distinct(StringComparer.Ordinal)];
        if (now.Contains(null))
        {
            // Before anything changes: half of a change could not be taken back.
            throw new InvalidOperationException("The index function gave a null among the values. Give no value for an object that has none.");
        }

        File(item, now!);
    }

    private void File(Stored<T> item, string[] now)
    {
        foreach (var value in _filed.GetValueOrDefault(item.Key, []).Except(now, StringComparer.Ordinal))
        {
            Withdraw(item.Key, value);
        }

        foreach (var value in now)
        {
            var bucket = _buckets.GetValueOrDefault(value) ?? ImmutableDictionary<NamespacedName, T>.Empty;
            _buckets[value] = bucket.SetItem(item.Key, item.Resource);
        }

        _filed[item.Key] = now;
    }

    public void Remove(NamespacedName key)
    {
        if (!_filed.Remove(key, out var filed))
        {
            return;
        }

        foreach (var value in filed)
        {
            Withdraw(key, value);
        }
    }

    private void Withdraw(NamespacedName key, string value)
    {
        var bucket = _buckets[value].Remove(key);
        if (bucket.IsEmpty)
        {
            _buckets.TryRemove(value, out _);
        }
        else
        {
            _buckets[value] = bucket;
        }
    }
}
