namespace KubeController.Testing.Http;

/// <summary>Makes requests go wrong, as the options ask.</summary>
internal sealed class FaultInjector(Func<ApiRequestInfo, Fault?>? faults, TimeProvider time)
{
    /// <summary>Asks what goes wrong with a request, and lets the part happen that comes before the work.</summary>
    /// <returns>Where the connection is cut after the work.</returns>
    /// <exception cref="StatusException">The injected error.</exception>
    /// <exception cref="ConnectionCutException">The connection is cut before the work.</exception>
    public async ValueTask<FaultCut> BeforeAsync(ApiRequestInfo request, CancellationToken cancellationToken)
    {
        if (faults?.Invoke(request) is not { } fault)
        {
            return FaultCut.None;
        }

        if (fault.Latency > TimeSpan.Zero)
        {
            await Task.Delay(fault.Latency, time, cancellationToken);
        }

        if (fault.Cut == FaultCut.BeforeCommit)
        {
            throw new ConnectionCutException();
        }

        return fault.StatusCode is { } code ? throw Error(code, fault.RetryAfter) : fault.Cut;
    }

    private static StatusException Error(int code, TimeSpan? retryAfter)
    {
        var reason = code switch
        {
            400 => "BadRequest",
            401 => "Unauthorized",
            403 => "Forbidden",
            404 => "NotFound",
            409 => "Conflict",
            410 => "Expired",
            429 => "TooManyRequests",
            500 => "InternalError",
            503 => "ServiceUnavailable",
            504 => "Timeout",
            _ => null,
        };
        return new StatusException(code, reason, $"injected fault: HTTP {code}")
        {
            RetryAfterSeconds = retryAfter is { } wait ? (int)Math.Ceiling(wait.TotalSeconds) : null,
        };
    }
}
