namespace KubeController.Client.Sharding;

/// <summary>A range of hashes, without its end.</summary>
internal readonly record struct ShardRange(UInt128 Start, UInt128 End)
{
    private static readonly UInt128 All = UInt128.One << 64;

    public static ShardRange Of(int index, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        return new(All * (UInt128)index / (UInt128)count, All * (UInt128)(index + 1) / (UInt128)count);
    }

    public bool Includes(ulong hash) => hash >= Start && hash < End;

    /// <summary>Tells whether the bounds are such that any hash can be between them.</summary>
    public bool IsSound => Start < End && End <= All;
}
