using System.Text;

namespace KubeController.Reconcilers.Events;

/// <summary>Keeps texts within the limits of the API, which counts bytes of UTF-8.</summary>
internal static class EventText
{
    public const int LongestNote = 1024;
    public const int LongestWord = 128;

    /// <returns>The text, or as much of its beginning as fits without half a character.</returns>
    public static string Fit(string text, int bytes)
    {
        // A character that is half of a pair, and has no other half, becomes three bytes.
        if (text.Length * 3 <= bytes || Encoding.UTF8.GetByteCount(text) <= bytes)
        {
            return text;
        }

        var (length, size) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            size += rune.Utf8SequenceLength;
            if (size > bytes)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }
}
