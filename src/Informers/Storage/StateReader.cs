using k8s;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Informers.Storage;

/// <summary>Makes the objects that readers get, out of the states the store keeps. Thread-safe.</summary>
internal sealed class StateReader<T>(Func<ResourceRecord, T> decode, Action<Stored<T>, UndecodableObject> onUndecodable)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Gets the reader of states that are objects already.</summary>
    public static StateReader<T> Live { get; } = new(static record => throw new InvalidOperationException($"'{record}' is a record, and no live object."), static (_, _) => { });

    /// <summary>Makes an object for a user.</summary>
    /// <exception cref="UndecodableObjectException">The model cannot take this state.</exception>
    public T Read(Stored<T> item)
    {
        var resource = Peek(item);
        if (item is CompactState<T> { WasRead: false } compact)
        {
            compact.WasRead = true;
        }

        return resource;
    }

    /// <summary>Makes an object that no user sees.</summary>
    /// <exception cref="UndecodableObjectException">The model cannot take this state.</exception>
    public T Peek(Stored<T> item)
    {
        if (item is LiveState<T> live)
        {
            return live.Resource;
        }

        try
        {
            return decode(((CompactState<T>)item).Record);
        }
        catch (Exception error)
        {
            // Not JsonException alone: converters and setters of a model throw what they like.
            var undecodable = new UndecodableObject(item.Key, item.ResourceVersion, error);
            onUndecodable(item, undecodable);
            throw new UndecodableObjectException(typeof(T), undecodable);
        }
    }

    /// <summary>Makes the objects for a user that can be made, and names the others.</summary>
    public IReadOnlyList<T> ReadAll(IEnumerable<Stored<T>> items, List<NamespacedName>? undecodable = null)
    {
        var resources = new List<T>();
        foreach (var item in items)
        {
            try
            {
                resources.Add(Read(item));
            }
            catch (UndecodableObjectException)
            {
                // Reported. One bad object harms no other.
                undecodable?.Add(item.Key);
            }
        }

        return resources;
    }
}
