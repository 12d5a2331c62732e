using k8s.Models;
using KubeController.Informers.Storage;
using Microsoft.Extensions.Time.Testing;
using static KubeController.Informers.Tests.Support.Maps;

namespace KubeController.Informers.Tests.Writes;

/// <summary>Random histories of a server that several write to, and of a store that sees it late: what this process wrote is never unseen, and nothing of the others is lost.</summary>
public sealed class OwnWritesModelTests
{
    private readonly List<Happening> _log = [];
    private readonly Dictionary<string, int> _ownVersions = [];
    private readonly HashSet<string> _ownDeleted = [];
    // What a subscriber knows that passes over this process's own writes: the version up to which it has been told of each object.
    private readonly Dictionary<string, int> _toldOfOthers = [];
    private readonly Dictionary<string, string?> _view = [];
    private StoreWriter<V1ConfigMap> _writer = null!;
    private int _delivered;
    private int _version;

    [Test]
    public void Store_AnyHistory_ShowsOwnWritesAndLosesNothing([Range(1, 150)] int seed)
    {
        var random = new Random(seed);
        Begin();
        for (var step = 0; step < 300; step++)
        {
            Step(random);
            Check(step);
        }

        while (_delivered < _log.Count)
        {
            Deliver();
        }

        Check(step: 301);
        Assert.That(Shown(), Is.EquivalentTo(StateAt(_log.Count)), "In the end the store is equal to the server.");
        Assert.That(_view, Is.EquivalentTo(Shown().ToDictionary(item => item.Key, item => (string?)Text(item.Value.Version))), "And so is what subscribers believe.");
    }

    private void Begin()
    {
        (_delivered, _version) = (0, 0);
        _log.Clear();
        _ownVersions.Clear();
        _ownDeleted.Clear();
        _toldOfOthers.Clear();
        _view.Clear();
        _writer = new((_, _, error) => throw error, new FakeTimeProvider());
        lock (_writer.Lock)
        {
            _writer.ReplaceLocked(new(_writer.Content) { ResourceVersion = "0" }, ChangeOrigin.InitialList, Tell);
        }

        // No version of a server is 0.
        Foreign("first", isDeletion: false);
        Relist(1);
    }

    private void Step(Random random)
    {
        var name = $"{(char)('a' + random.Next(4))}";
        switch (random.Next(100))
        {
            case < 20:
                Foreign(name, isDeletion: random.Next(4) == 0);
                break;
            case < 45:
                OwnPut(name);
                break;
            case < 55:
                OwnDelete(name);
                break;
            case < 90:
                Deliver();
                break;
            case < 95:
                _writer.BookmarkLocked(StoreParts.Everything, VersionAt(_delivered));
                break;
            default:
                Relist(random.Next(_delivered, _log.Count + 1));
                break;
        }
    }

    private Happening? Foreign(string name, bool isDeletion)
    {
        var known = StateAt(_log.Count).GetValueOrDefault(name);
        if (isDeletion && known.Uid is null)
        {
            return null;
        }

        _version++;
        var happening = new Happening(name, known.Uid ?? $"uid-{_version}", _version, isDeletion, IsOwn: false);
        _log.Add(happening);
        return happening;
    }

    private void OwnPut(string name)
    {
        var written = Foreign(name, isDeletion: false)! with { IsOwn = true };
        _log[^1] = written;
        _ownVersions[name] = written.Version;
        _writer.PutOwnLocked(Stored(name, written.Version, written.Uid), isMember: true, Tell);
    }

    private void OwnDelete(string name)
    {
        if (Foreign(name, isDeletion: true) is { } gone)
        {
            _log[^1] = gone with { IsOwn = true };
            _ownDeleted.Add(gone.Uid);
            _writer.DeleteOwnLocked(new("default", name), gone.Uid, null, Tell);
        }
    }

    private void Deliver()
    {
        if (_delivered == _log.Count)
        {
            return;
        }

        var happening = _log[_delivered++];
        var item = Stored(happening.Name, happening.Version, happening.Uid);
        if (happening.IsDeletion)
        {
            _writer.RemoveLocked(item, ChangeOrigin.Watch, Tell);
        }
        else
        {
            _writer.PutLocked(item, ChangeOrigin.Watch, Tell);
        }
    }

    private void Relist(int position)
    {
        if (position == 0)
        {
            return;
        }

        var draft = new ListDraft<V1ConfigMap>(_writer.Content) { ResourceVersion = VersionAt(position) };
        foreach (var (name, (uid, version)) in StateAt(position))
        {
            draft.Add(Stored(name, version, uid));
        }

        _delivered = position;
        _writer.ReplaceLocked(draft, ChangeOrigin.Relist, Tell);
    }

    private void Check(int step)
    {
        var shown = Shown();
        foreach (var (name, version) in _ownVersions)
        {
            var isGone = _log.Exists(later => later.Name == name && later.Version > version && later.IsDeletion);
            Assert.That(shown.TryGetValue(name, out var item) ? item.Version >= version : isGone, Is.True, $"Step {step}: {name} was written at {version}, and the store shows {item}.");
        }

        Assert.That(shown.Values.Select(item => item.Uid).Where(_ownDeleted.Contains), Is.Empty, $"Step {step}: what was deleted is shown.");
        foreach (var other in _log.Take(_delivered).Where(happening => !happening.IsOwn))
        {
            var isTold = _toldOfOthers.GetValueOrDefault(other.Name) >= other.Version;
            // What is gone by now says nothing any more.
            Assert.That(isTold || !shown.TryGetValue(other.Name, out var item) || item.Uid != other.Uid, Is.True, $"Step {step}: nobody was told of {other}.");
        }
    }

    private void Tell(StoredChange<V1ConfigMap> change)
    {
        Assert.That(_view.ContainsKey(change.Key.Name), Is.EqualTo(change.Old is not null), "A subscriber's view stays true.");
        if (change.New is { } now)
        {
            _view[change.Key.Name] = now.ResourceVersion;
            if (change.Origin is not ChangeOrigin.OwnWrite)
            {
                _toldOfOthers[change.Key.Name] = Number(now.ResourceVersion);
            }
        }
        else
        {
            _view.Remove(change.Key.Name);
        }
    }

    private Dictionary<string, (string Uid, int Version)> Shown() =>
        _writer.Content.All().ToDictionary(item => item.Key.Name, item => (item.Uid!, Number(item.ResourceVersion)));

    private Dictionary<string, (string Uid, int Version)> StateAt(int position)
    {
        var state = new Dictionary<string, (string Uid, int Version)>();
        foreach (var happening in _log.Take(position))
        {
            if (happening.IsDeletion)
            {
                state.Remove(happening.Name);
            }
            else
            {
                state[happening.Name] = (happening.Uid, happening.Version);
            }
        }

        return state;
    }

    private string VersionAt(int position) => Text(_log[position - 1].Version);

    private static string Text(int version) => version.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static int Number(string? version) => int.Parse(version!, System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Happening(string Name, string Uid, int Version, bool IsDeletion, bool IsOwn);
}
