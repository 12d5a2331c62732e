namespace KubeController.Client.Tests.Scripts;

/// <summary>Hands out its bytes in slices of one size, so that everything is cut everywhere.</summary>
internal sealed class SlicedStream(byte[] bytes, int size) : MemoryStream(bytes, writable: false)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        await base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
}
