using KubeController.Client;

namespace KubeController.Reconcilers.Writing;

/// <summary>Expectations by owner, by object and by time. Not thread-safe.</summary>
internal sealed class ExpectationTable
{
    private readonly Dictionary<NamespacedName, HashSet<Expectation>> _byOwner = [];
    private readonly Dictionary<NamespacedName, HashSet<Expectation>> _byObject = [];

    // All have the same deadline: the order of time is that of addition.
    private readonly Queue<Expectation> _byTime = new();
    private readonly HashSet<Expectation> _all = [];

    public int Count => _all.Count;

    public Expectation? Earliest
    {
        get
        {
            while (_byTime.TryPeek(out var earliest))
            {
                if (_all.Contains(earliest))
                {
                    return earliest;
                }

                _byTime.Dequeue();
            }

            return null;
        }
    }

    public IReadOnlyCollection<Expectation> For(NamespacedName owner) => _byOwner.TryGetValue(owner, out var expected) ? expected : [];

    public IReadOnlyCollection<Expectation> Of(NamespacedName name) => _byObject.TryGetValue(name, out var expected) ? expected : [];

    public void Add(Expectation expectation)
    {
        if (_all.Add(expectation))
        {
            File(_byOwner, expectation.Owner, expectation);
            File(_byObject, expectation.Name, expectation);
            _byTime.Enqueue(expectation);
        }
    }

    public void Remove(Expectation expectation)
    {
        if (_all.Remove(expectation))
        {
            Unfile(_byOwner, expectation.Owner, expectation);
            Unfile(_byObject, expectation.Name, expectation);
        }
    }

    private static void File(Dictionary<NamespacedName, HashSet<Expectation>> index, NamespacedName key, Expectation expectation)
    {
        if (!index.TryGetValue(key, out var filed))
        {
            index[key] = filed = [];
        }

        filed.Add(expectation);
    }

    private static void Unfile(Dictionary<NamespacedName, HashSet<Expectation>> index, NamespacedName key, Expectation expectation)
    {
        if (index.TryGetValue(key, out var filed) && filed.Remove(expectation) && filed.Count == 0)
        {
            index.Remove(key);
        }
    }
}
