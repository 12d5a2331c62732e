using System.Diagnostics.CodeAnalysis;
using k8s;
using k8s.Models;
using KubeController.Client;
using Microsoft.Extensions.Logging;

namespace KubeController.Informers.Storage;

/// <summary>Prepares objects for the store, once each, and reports those that cannot be taken.</summary>
internal sealed class Intake<T>(Func<T, T>? transform, Action<UndecodableObject>? onUndecodable, InformerStatus status, ILogger logger)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public Quarantine Quarantine { get; } = new();

    /// <summary>Applies the user's transform.</summary>
    /// <returns><see langword="false"/> when it throws: the object is then reported as one that cannot be taken.</returns>
    public bool TryAdmit(T resource, [NotNullWhen(true)] out Stored<T>? item, [NotNullWhen(false)] out UndecodableObject? refused)
    {
        item = null;
        refused = null;
        var key = NamespacedName.Of(resource);
        var version = resource.Metadata?.ResourceVersion;
        try
        {
            item = new(transform is null ? resource : transform(resource));
            if (item.Key == key && item.ResourceVersion == version)
            {
                Quarantine.Remove(key);
                return true;
            }

            refused = new(key, version, new InvalidOperationException(
                $"The transform made '{item.Key}' at resourceVersion '{item.ResourceVersion}' of '{key}' at '{version}'. It must keep name, namespace, uid and resourceVersion."));
        }
        catch (Exception error)
        {
            refused = new(key, version, error);
        }

        Report(refused);
        return false;
    }

    /// <summary>Counts an object that cannot be taken; tells of it when this version of it was not reported yet.</summary>
    public void Report(UndecodableObject undecodable)
    {
        status.Undecodable();
        if (!Quarantine.Add(undecodable))
        {
            return;
        }

        logger.Undecodable(status.Name, undecodable.Key, undecodable.ResourceVersion, undecodable.Error);
        try
        {
            onUndecodable?.Invoke(undecodable);
        }
        catch (Exception error)
        {
            logger.OnUndecodableFailed(status.Name, error);
        }
    }
}
