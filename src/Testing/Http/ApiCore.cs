namespace KubeController.Testing.Http;

/// <summary>The server without a transport: a request in, an answer or a stream of frames out. Thread-safe.</summary>
internal sealed class ApiCore
{
    private readonly ApiResponse _unimplemented = new() { Code = 501 };

    /// <summary>Answers one request. Errors are answers; only a cut connection (<see cref="ConnectionCutException"/>) and the token's cancellation throw.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the wait where the server waits, as for a future resourceVersion.</param>
    public Task<ApiResponse> HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_unimplemented);
    }
}
