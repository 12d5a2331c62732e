using Microsoft.Extensions.Hosting;

namespace KubeController.Testing.Http;

/// <summary>The web host lives as long as the server that owns it: it listens to no signal and writes nothing.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
