namespace KubeController.Client.Warnings;

/// <summary>
/// Remembers at least the last texts, up to a capacity, and at most twice as many. A text that was not seen for that long counts as new again, so that
/// whatever fills the memory never makes later texts go unsaid. Thread-safe.
/// </summary>
internal sealed class RecentTexts(int capacity)
{
    private readonly Lock _turn = new();
    private HashSet<string> _recent = new(StringComparer.Ordinal);
    private HashSet<string> _before = new(StringComparer.Ordinal);

    /// <summary>Says whether a text is new, and remembers it.</summary>
    public bool TryAdd(string text)
    {
        lock (_turn)
        {
            if (_recent.Contains(text))
            {
                return false;
            }

            var isNew = !_before.Contains(text);
            if (_recent.Count == capacity)
            {
                (_before, _recent) = (_recent, _before);
                _recent.Clear();
            }

            _recent.Add(text);
            return isNew;
        }
    }
}
