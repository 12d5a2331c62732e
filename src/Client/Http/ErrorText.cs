using System.Text;
using System.Text.RegularExpressions;

namespace KubeController.Client.Http;

/// <summary>Makes one readable line of an error body that is no Status.</summary>
internal static partial class ErrorText
{
    private const int MaxLength = 512;

    public static string Summarize(ReadOnlySpan<byte> body, string? reasonPhrase)
    {
        var text = Encoding.UTF8.GetString(body);
        if (text.AsSpan().TrimStart().StartsWith('<'))
        {
            var title = Title().Match(text);
            text = title.Success ? title.Groups[1].Value : Markup().Replace(text, " ");
        }

        text = Spaces().Replace(text, " ").Trim();
        if (text.Length == 0)
        {
            return string.IsNullOrEmpty(reasonPhrase) ? "the response has no text" : reasonPhrase;
        }

        return text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength), "…");
    }

    [GeneratedRegex("<title[^>]*>([^<]*)</title>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Title();

    [GeneratedRegex("<(style|script)[^>]*>.*?</\\1>|<[^>]*>", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Markup();

    [GeneratedRegex("[\\s\\p{Cc}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
