namespace KubeController.Client.Wire;

/// <summary>What of an object's bytes is not kept, in their order.</summary>
internal sealed class RecordCuts
{
    private readonly List<ByteRange> _cuts = [];

    /// <summary>Gets the number of bytes cut so far, by which what comes later moves forward.</summary>
    public int Removed { get; private set; }

    public void Clear()
    {
        _cuts.Clear();
        Removed = 0;
    }

    public void Add(int start, int end)
    {
        _cuts.Add(new(start, end - start));
        Removed += end - start;
    }

    /// <summary>Copies what is kept.</summary>
    public byte[] Apply(ReadOnlySpan<byte> utf8)
    {
        var kept = GC.AllocateUninitializedArray<byte>(utf8.Length - Removed);
        var (from, to) = (0, 0);
        foreach (var cut in _cuts)
        {
            utf8[from..cut.Start].CopyTo(kept.AsSpan(to));
            to += cut.Start - from;
            from = cut.Start + cut.Length;
        }

        utf8[from..].CopyTo(kept.AsSpan(to));
        return kept;
    }
}
