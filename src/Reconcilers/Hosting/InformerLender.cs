using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Reconcilers.Waking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KubeController.Reconcilers.Hosting;

/// <summary>Lends controllers their informers: the host's own where a type was registered, and others, which stop when the last controller has given them back.</summary>
internal sealed class InformerLender(IServiceProvider services, SharedInformers informers)
{
    public InformerLoan<T> Lend<T>()
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (services.GetService<Informer<T>>() is { } own)
        {
            return new(own, static () => Task.CompletedTask);
        }

        return Borrowed(informers.GetOrAdd<T>(services.GetRequiredService<IOptionsMonitor<InformerScope>>().Get(InformerRegistration<T>.OptionsName)));
    }

    public InformerLoan<PartialObjectMetadata> LendMetadata(InformerScope scope) => Borrowed(informers.GetOrAdd<PartialObjectMetadata>(scope));

    private InformerLoan<T> Borrowed<T>(Informer<T> informer)
        where T : class, IKubernetesObject<V1ObjectMeta> => new(informer, () => informers.ReleaseAsync(informer));
}
