namespace KubeController.Testing.Resources;

/// <summary>All chance of the server out of one seed. Thread-safe.</summary>
internal sealed class Chance(int seed)
{
    // The characters of generated names: no vowels, no digits that look like letters.
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";
    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);

    /// <summary>A uid: a version 4 UUID.</summary>
    public string NextUid()
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (_lock)
        {
            _random.NextBytes(bytes);
        }

        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>The five characters behind a generateName.</summary>
    public string NextSuffix()
    {
        Span<char> suffix = stackalloc char[5];
        lock (_lock)
        {
            for (var i = 0; i < suffix.Length; i++)
            {
                suffix[i] = Alphabet[_random.Next(Alphabet.Length)];
            }
        }

        return new string(suffix);
    }

    /// <summary>A number in [0, 1).</summary>
    public double NextDouble()
    {
        lock (_lock)
        {
            return _random.NextDouble();
        }
    }
}
