namespace KubeController.Client.Tests.Scripts;

/// <summary>Remembers that it was disposed.</summary>
internal sealed class DisposalStream(params byte[] bytes) : MemoryStream(bytes)
{
    public bool IsDisposed { get; private set; }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
