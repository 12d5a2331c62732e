using k8s.Models;
using KubeController.Client;
using KubeController.Informers.Delivery;
using KubeController.Informers.Storage;
using static KubeController.Informers.Tests.Support.Maps;

namespace KubeController.Informers.Tests.Delivery;

/// <summary>Random histories: whatever is merged, a subscriber's view stays true and ends equal to the world.</summary>
public sealed class MailboxModelTests
{
    private readonly Dictionary<NamespacedName, Stored<V1ConfigMap>> _world = [];
    private readonly Dictionary<NamespacedName, Stored<V1ConfigMap>> _view = [];
    private int _version;

    [Test]
    public void Take_RandomHistories_ViewStaysTrue([Values(0, 1, 3, 20, 1000)] int limit, [Range(1, 40)] int seed)
    {
        (_version, var random) = (0, new Random(seed));
        _world.Clear();
        _view.Clear();
        var mailbox = new Mailbox<V1ConfigMap>(limit);
        for (var step = 0; step < 500; step++)
        {
            if (random.Next(100) < 70)
            {
                foreach (var change in Happen(random))
                {
                    mailbox.Add(change);
                }

                Assert.That(mailbox.Count, Is.LessThanOrEqualTo(limit + (2 * Math.Max(_world.Count, 8)) + 1), "What waits is bounded.");
            }
            else if (mailbox.TryTake(out var item))
            {
                See(item.Value.Change!.Value);
            }
        }

        while (mailbox.TryTake(out var item))
        {
            See(item.Value.Change!.Value);
        }

        Assert.That(_view, Is.EquivalentTo(_world));
    }

    private IEnumerable<StoredChange<V1ConfigMap>> Happen(Random random)
    {
        var key = new NamespacedName("default", $"{(char)('a' + random.Next(8))}");
        var known = _world.GetValueOrDefault(key);
        _version++;
        if (known is not null && random.Next(3) == 0)
        {
            _world.Remove(key);
            return [new(key, random.Next(2) == 0 ? known : Stored(key.Name, _version, known.Uid), null, ChangeOrigin.Watch)];
        }

        var isOther = known is null || random.Next(6) == 0;
        var now = _world[key] = Stored(key.Name, _version, isOther ? $"uid-{_version}" : known!.Uid);
        return known is not null && isOther
            ? [new(key, known, null, ChangeOrigin.Relist), new(key, null, now, ChangeOrigin.Relist)]
            : [new(key, known, now, ChangeOrigin.Watch)];
    }

    private void See(StoredChange<V1ConfigMap> change)
    {
        var seen = _view.GetValueOrDefault(change.Key);
        Assert.That(change.Old is null, Is.EqualTo(seen is null), "An addition is of an object not seen, anything else of one seen.");
        Assert.That(change.Old?.Uid, Is.EqualTo(seen?.Uid), "It is the same object.");
        if (change.New is null)
        {
            _view.Remove(change.Key);
            return;
        }

        Assert.That(change.Old is null || change.Old.Uid == change.New.Uid, "Never from one object to another.");
        _view[change.Key] = change.New;
    }
}
