using System.Buffers;

namespace KubeController.Client.Wire;

/// <summary>Shows a sequence as one span: as it is if it lies in one segment, as a copy in rented memory otherwise.</summary>
internal readonly ref struct Contiguous
{
    private readonly byte[]? _rented;

    public Contiguous(scoped in ReadOnlySequence<byte> sequence)
    {
        if (sequence.IsSingleSegment)
        {
            Span = sequence.FirstSpan;
            return;
        }

        var length = checked((int)sequence.Length);
        _rented = ArrayPool<byte>.Shared.Rent(length);
        sequence.CopyTo(_rented);
        Span = _rented.AsSpan(0, length);
    }

    public ReadOnlySpan<byte> Span { get; }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }
    }
}
