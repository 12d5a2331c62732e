using k8s.Models;

namespace KubeController.Client;

/// <summary>Holds one frame of a watch.</summary>
/// <typeparam name="T">The model of the resource, or <see cref="ResourceRecord"/>.</typeparam>
public readonly record struct WatchFrame<T>
    where T : class
{
    /// <summary>Gets what the frame tells.</summary>
    public required WatchFrameType Type { get; init; }

    /// <summary>Gets the object of an Added, Modified or Deleted frame; <see langword="null"/> otherwise.</summary>
    public T? Object { get; init; }

    /// <summary>Gets the version that is known once this frame is taken in; <see langword="null"/> on an error, or where it could not be read.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Gets what the server says on an Error frame; <see langword="null"/> otherwise.</summary>
    public V1Status? Status { get; init; }

    /// <summary>Gets whether this bookmark ends the initial state that <see cref="WatchRequest.SendInitialEvents"/> asked for.</summary>
    public bool IsInitialEventsEnd { get; init; }

    /// <summary>Gets the shard selector that the server applied to the initial state which this bookmark ends; <see langword="null"/> where it does not say.</summary>
    public string? ConfirmedShardSelector { get; init; }

    /// <summary>Gets what an Undecodable frame tells; <see langword="null"/> otherwise.</summary>
    public UndecodableObject? Undecodable { get; init; }

    /// <summary>Gets the event type as the server wrote it, on an Undecodable frame whose envelope could be read: a <c>DELETED</c> object is gone, decodable or not.</summary>
    public WatchFrameType? UndecodableType { get; init; }
}
