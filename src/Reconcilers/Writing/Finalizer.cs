using k8s;
using k8s.Models;

namespace KubeController.Reconcilers;

/// <summary>Names what has to be cleaned up before an object goes, and does it; see <see cref="FinalizationExtensions"/>.</summary>
/// <typeparam name="T">The model of the object.</typeparam>
/// <param name="Name">The finalizer, such as <c>example.com/dns-record</c>: a domain of yours, a slash, and a name.</param>
/// <param name="CleanUp">
/// Cleans up, given the object as it was last seen. Called at least once, and again after a failure or a crash: what is cleaned up already must be no error. The finalizer
/// goes when it has ended, and stays if it throws.
/// </param>
public sealed record Finalizer<T>(string Name, Func<T, CancellationToken, Task> CleanUp)
    where T : class, IKubernetesObject<V1ObjectMeta>;
