using System.Globalization;
using System.Text;
using KubeController.Testing.Validation;

namespace KubeController.Testing.ManagedFields;

/// <summary>The name under which a request owns fields: its <c>fieldManager</c>, or the first part of its User-Agent.</summary>
internal static class ManagerName
{
    private const int Longest = 128;
    private const string Field = "fieldManager";

    /// <summary>The name.</summary>
    /// <param name="fieldManager">The parameter; null or empty where there is none.</param>
    /// <param name="userAgent">The User-Agent; empty where there is none.</param>
    public static string Of(string? fieldManager, string userAgent)
    {
        if (!string.IsNullOrEmpty(fieldManager))
        {
            return fieldManager;
        }

        var name = new StringBuilder();
        var length = 0;
        foreach (var rune in userAgent.Split('/')[0].EnumerateRunes().Where(IsPrintable))
        {
            length += rune.Utf8SequenceLength;
            if (length > Longest)
            {
                break;
            }

            name.Append(rune);
        }

        return name.ToString();
    }

    /// <summary>What is wrong with the parameter.</summary>
    public static IEnumerable<FieldError> Check(string? fieldManager)
    {
        if (fieldManager is null)
        {
            yield break;
        }

        if (Encoding.UTF8.GetByteCount(fieldManager) > Longest)
        {
            yield return FieldError.TooLong(Field, Longest);
        }

        var position = 0;
        foreach (var rune in fieldManager.EnumerateRunes())
        {
            if (!IsPrintable(rune))
            {
                yield return FieldError.Invalid(Field, fieldManager, $"invalid character U+{rune.Value:X4} (at position {position})");
            }

            position += rune.Utf8SequenceLength;
        }
    }

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
