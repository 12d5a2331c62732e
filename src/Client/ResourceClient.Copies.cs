using k8s;
using k8s.Models;

namespace KubeController.Client;

/// <content>Copies to be changed.</content>
public sealed partial class ResourceClient
{
    /// <summary>Makes a copy of an object by way of its JSON, so that it can be changed while the original, which others may share, stays as it is. No request is made.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="resource">The object.</param>
    /// <returns>The copy; without <c>managedFields</c>.</returns>
    public T Copy<T>(T resource)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(resource);
        return _connection.Json.Read<T>(_connection.Json.Write(resource))!;
    }
}
