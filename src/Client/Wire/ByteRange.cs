namespace KubeController.Client.Wire;

/// <summary>Where something lies in the bytes of a record.</summary>
internal readonly record struct ByteRange(int Start, int Length)
{
    public ReadOnlySpan<byte> Of(byte[] bytes) => bytes.AsSpan(Start, Length);
}
