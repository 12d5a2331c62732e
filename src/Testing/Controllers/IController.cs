namespace KubeController.Testing.Controllers;

/// <summary>A controller that lives in the server.</summary>
internal interface IController
{
    /// <summary>Runs until it is cancelled; ends with <see cref="OperationCanceledException"/>.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
