using k8s;
using k8s.Models;
using KubeController.Informers;

namespace KubeController.Reconcilers.Waking;

/// <summary>A predicate, and the name under which it is counted what it drops.</summary>
internal sealed record NamedPredicate<T>(string Name, Predicate<ResourceChange<T>> Predicate)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Names a predicate by the text it was written as; one that was written on the spot by its place, since its text says too much for a name.</summary>
    public static NamedPredicate<T> Of(Predicate<ResourceChange<T>> predicate, string? expression, int place) => new(
        expression is null || expression.Contains("=>", StringComparison.Ordinal) || expression.Contains('{', StringComparison.Ordinal) || expression.Contains('\n', StringComparison.Ordinal) ? $"predicate {place + 1}" : expression.Length <= 80 ? expression : expression[..80],
        predicate);
}
