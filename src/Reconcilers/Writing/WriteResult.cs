using k8s;
using k8s.Models;

namespace KubeController.Reconcilers;

/// <summary>Tells what a write came to, and what the object is by then.</summary>
/// <typeparam name="T">The model of the object.</typeparam>
/// <param name="Outcome">What the write came to.</param>
/// <param name="Resource">
/// The object as the server answered with it; of what made no request, the object at hand itself; <see langword="null"/> if it is <see cref="WriteOutcome.Gone"/>.
/// </param>
public sealed record WriteResult<T>(WriteOutcome Outcome, T? Resource)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Gets a value indicating whether the object was changed.</summary>
    public bool HasChanged => Outcome is WriteOutcome.Created or WriteOutcome.Patched or WriteOutcome.Applied;

    /// <summary>Returns outcome and name.</summary>
    /// <returns>The text, such as <c>Patched default/web</c>.</returns>
    public override string ToString() => Resource is null ? $"{Outcome}" : $"{Outcome} {Client.NamespacedName.Of(Resource)}";
}
