using k8s;
using k8s.Models;
using KubeController.Informers;

namespace KubeController.Reconcilers.Hosting;

/// <summary>An informer that is there because it was registered, whether somebody asks for it or not.</summary>
internal abstract class InformerRegistration;

/// <summary>Being created with the informer is all it does.</summary>
internal sealed class InformerRegistration<T> : InformerRegistration
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public InformerRegistration(Informer<T> informer) => Informer = informer;

    public Informer<T> Informer { get; }

    /// <summary>Under this name the scope of the informer is configured.</summary>
    public static string OptionsName { get; } = typeof(T).FullName!;
}
