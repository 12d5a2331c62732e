namespace KubeController.Informers.Reflecting;

/// <summary>Tells failures from the wish to stop.</summary>
internal static class Failures
{
    /// <summary>A cancellation that nobody asked for, such as the client's own timeout or our patience, is a failure like any other.</summary>
    public static bool IsFailure(this Exception error, CancellationToken cancellationToken) =>
        error is not OperationCanceledException || !cancellationToken.IsCancellationRequested;
}
