namespace KubeController.Client.Sharding;

/// <summary>The 64-bit hash of Fowler, Noll and Vo, variant 1a, of a text's UTF-8: what the API server shares objects out by.</summary>
internal static class Fnv1a
{
    private const ulong Basis = 0xcbf29ce484222325;
    private const ulong Prime = 0x100000001b3;

    public static ulong Hash(string? text)
    {
        var hash = Basis;
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in (text ?? string.Empty).EnumerateRunes())
        {
            foreach (var one in utf8[..rune.EncodeToUtf8(utf8)])
            {
                hash = unchecked((hash ^ one) * Prime);
            }
        }

        return hash;
    }
}
