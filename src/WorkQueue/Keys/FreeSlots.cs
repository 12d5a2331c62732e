using System.Numerics;

namespace KubeController.WorkQueues.Keys;

/// <summary>The numbers of the slots that can be used again, the lowest first. Not thread-safe.</summary>
/// <remarks>
/// Keys that come one after the other get slots that stand one after the other, whatever was freed in which order: so walking through a lane goes through
/// memory forwards. Handed out as a stack, slots are scattered further with each burst. Bits, and bits over the words that have any, and so on: each step
/// looks at one word a level.
/// </remarks>
internal sealed class FreeSlots
{
    private const int BitsAWord = 6;

    // The first level has a bit a slot, and each other one a bit a word of the level below. The last level has one word.
    private readonly List<ulong[]> _levels = [new ulong[1]];

    public bool IsEmpty => _levels[^1][0] == 0;

    public void Add(int slot)
    {
        while (slot >> (BitsAWord * _levels.Count) != 0)
        {
            Grow();
        }

        for (var level = 0; level < _levels.Count; level++)
        {
            var word = slot >> BitsAWord;
            var wasEmpty = _levels[level][word] == 0;
            _levels[level][word] |= 1UL << slot;
            if (!wasEmpty)
            {
                return;
            }

            slot = word;
        }
    }

    /// <summary>Takes the lowest number; there is one.</summary>
    public int TakeLowest()
    {
        var slot = 0;
        for (var level = _levels.Count - 1; level >= 0; level--)
        {
            slot = (slot << BitsAWord) | BitOperations.TrailingZeroCount(_levels[level][slot]);
        }

        var bit = slot;
        for (var level = 0; level < _levels.Count; level++)
        {
            var word = bit >> BitsAWord;
            _levels[level][word] &= ~(1UL << bit);
            if (_levels[level][word] != 0)
            {
                break;
            }

            bit = word;
        }

        return slot;
    }

    private void Grow()
    {
        for (var level = 0; level < _levels.Count; level++)
        {
            var words = _levels[level];
            Array.Resize(ref words, words.Length << BitsAWord);
            _levels[level] = words;
        }

        _levels.Add([IsEmpty ? 0UL : 1UL]);
    }
}
