using k8s;
using k8s.Models;
using KubeController.Informers;
using KubeController.Reconcilers.Hosting;
using KubeController.Reconcilers.Running;
using Microsoft.Extensions.DependencyInjection;

namespace KubeController.Reconcilers;

/// <summary>The controllers of a host: what they are at, and how to add and remove them while it runs. Injected; all members are thread-safe.</summary>
public sealed class Controllers
{
    private readonly IServiceProvider _services;

    // Not injected: the set is made when the host starts, after the options were checked.
    internal Controllers(IServiceProvider services) => _services = services;

    /// <summary>Gets what each controller is at.</summary>
    public IReadOnlyList<ControllerState> States => Set.States;

    private ControllerSet Set => _services.GetRequiredService<ControllerSet>();

    /// <summary>Adds a controller while the host runs. Its informers start, if nobody has them yet; it works as soon as they have listed.</summary>
    /// <remarks>The configuration of the host applies to it, as to the others, by its name. Should it fail to start, the host stops, as for the others.</remarks>
    /// <typeparam name="TResource">The type of the resources, with a <see cref="KubernetesEntityAttribute"/>.</typeparam>
    /// <param name="create">Makes the reconciler, given the store of its resources.</param>
    /// <param name="configure">Says what else wakes the reconciler, and how it is run. A service scope for each reconcile is not to be had here.</param>
    /// <exception cref="InvalidOperationException">The host has not started its controllers yet, or stops.</exception>
    /// <exception cref="ArgumentException">There is a controller of that name.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are not valid.</exception>
    public async Task AddAsync<TResource>(Func<Store<TResource>, IReconciler<TResource>> create, Action<ControllerBuilder<TResource>>? configure = null)
        where TResource : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(create);
        var builder = new ControllerBuilder<TResource>(host: null);
        configure?.Invoke(builder);
        var services = _services.GetRequiredService<ControllerServices>();

        // Lent for the reconciler, until the controller has its own loan: whatever throws on the way, nothing stays behind.
        var loan = services.Informers.Lend<TResource>();
        try
        {
            await AddAsync(builder.Create(services, create(loan.Informer.Store)));
        }
        finally
        {
            await loan.ReleaseAsync();
        }
    }

    /// <summary>Stops a controller and forgets it. Informers that nobody else uses stop.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>A task that ends when its last reconcile has: whether there was one of that name.</returns>
    public Task<bool> RemoveAsync(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Set.RemoveAsync(name);
    }

    private async Task AddAsync(Controller controller)
    {
        try
        {
            Set.Add(controller);
        }
        catch
        {
            await controller.DisposeAsync();
            throw;
        }
    }
}
