namespace KubeController.Reconcilers.Running;

/// <summary>Tells that a reconcile was cancelled because of the controller's deadline, and not by anybody else's.</summary>
internal sealed class DeadlineExceededException(TimeSpan deadline, Exception innerException)
    : TimeoutException($"The reconcile was cancelled, for it took longer than the controller's deadline of {deadline}.", innerException);
