using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers;

namespace KubeController.Reconcilers.Tests.Support;

internal static class Changes
{
    public static ResourceChange<T> Of<T>(T? before, T? after)
        where T : class, IKubernetesObject<V1ObjectMeta> => new(NamespacedName.Of((after ?? before)!), before, after, ChangeOrigin.Watch);

    /// <summary>The change of a widget whose metadata one function made and another changed.</summary>
    public static ResourceChange<Widget> Update(Action<V1ObjectMeta> before, Action<V1ObjectMeta> after) => Of<Widget>(
        Widget.Named("a", before),
        Widget.Named("a", metadata =>
        {
            before(metadata);
            metadata.ResourceVersion = "2";
            after(metadata);
        }));

    public static ResourceChange<Widget> Update(Action<V1ObjectMeta> after) => Update(static _ => { }, after);
}
