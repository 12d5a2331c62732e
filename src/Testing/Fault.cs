namespace KubeController.Testing;

/// <summary>What goes wrong with one request. What is not set goes as usual.</summary>
public sealed record Fault
{
    /// <summary>How long the request waits before it is looked at, on the server's <see cref="TimeProvider"/>. Default: not at all.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The HTTP code to answer with instead of doing anything. Default: null, the request is done.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The Retry-After of an answer made by <see cref="StatusCode"/>, in whole seconds. Default: null, no such header.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Where the connection is cut. Default: <see cref="FaultCut.None"/>.</summary>
    public FaultCut Cut { get; init; }
}
