namespace KubeController.Client.Access;

/// <summary>A handler that ends when it is retired (disposed) and nobody is about to send through it. Responses that are still read end by themselves.</summary>
internal sealed class LeasedHandler(HttpMessageHandler handler) : IDisposable
{
    private readonly HttpMessageInvoker _invoker = new(handler, disposeHandler: true);

    // One for not being retired, and one for each that sends; at zero it is over.
    private int _leases = 1;

    public bool TryLease()
    {
        while (Volatile.Read(ref _leases) is > 0 and var leases)
        {
            if (Interlocked.CompareExchange(ref _leases, leases + 1, leases) == leases)
            {
                return true;
            }
        }

        return false;
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _invoker.SendAsync(request, cancellationToken);

    /// <summary>Retires it; called once.</summary>
    public void Dispose() => Return();

    public void Return()
    {
        if (Interlocked.Decrement(ref _leases) == 0)
        {
            _invoker.Dispose();
        }
    }
}
