using KubeController.Client;

namespace KubeController.Informers.Reflecting;

/// <summary>Follows one watch from its request to its end: how far it got.</summary>
/// <param name="began">The state it began in.</param>
/// <param name="openedAfter">When the server accepted the watch, counted from the request; <see langword="null"/> before that.</param>
internal sealed class WatchPass(ReflectorState.Watching began, TimeSpan? openedAfter = null)
{
    // A watch from no particular version begins with the present objects, in no order: their versions say nothing about how far it got.
    private bool _isOrdered = began.ResourceVersion is not ("" or "0");
    private string _resourceVersion = began.ResourceVersion;
    private TimeSpan? _openedAfter = openedAfter;
    private bool _hasHeard;

    public void Open(TimeSpan after) => _openedAfter = after;

    public void Advance(WatchFrameType type, string? resourceVersion)
    {
        _hasHeard = true;
        _isOrdered |= type is not (WatchFrameType.Added or WatchFrameType.Undecodable);
        if (_isOrdered && !string.IsNullOrEmpty(resourceVersion) && !IsOlder(resourceVersion, _resourceVersion))
        {
            _resourceVersion = resourceVersion;
        }
    }

    public WatchReport Report(WatchPatience patience, WatchEnd end, Exception? error = null) => new(
        began,
        _resourceVersion,
        HasMoved: _resourceVersion != began.ResourceVersion,
        _openedAfter is { } opened ? patience.Elapsed - opened : TimeSpan.Zero,
        end,
        error,
        _hasHeard);

    private static bool IsOlder(string one, string other) =>
        ResourceVersions.IsComparable(one) && ResourceVersions.IsComparable(other) && ResourceVersions.Compare(one, other) < 0;
}
