using k8s;
using k8s.Models;
using KubeController.Informers;

namespace KubeController.Reconcilers.Waking;

/// <summary>An informer that a controller uses, and how it is given back: not at all if it is the host's own.</summary>
internal sealed record InformerLoan<T>(Informer<T> Informer, Func<Task> ReleaseAsync)
    where T : class, IKubernetesObject<V1ObjectMeta>;
