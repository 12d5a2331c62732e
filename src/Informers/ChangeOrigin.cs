namespace KubeController.Informers;

/// <summary>Says how an informer came to know of a change.</summary>
public enum ChangeOrigin
{
    /// <summary>The object was there when the subscriber began: in the first list, or in the store when it subscribed.</summary>
    InitialList,

    /// <summary>The watch reported it.</summary>
    Watch,

    /// <summary>
    /// A later list showed what the watch had missed. A deletion of this origin carries the last known state, which may be older than the final one.
    /// </summary>
    Relist,

    /// <summary>Nothing changed: the object is shown again because <see cref="InformerOptions{T}.ResyncPeriod"/> has passed. Old and new are the same instance.</summary>
    Resync,

    /// <summary>
    /// This process wrote it, and the store shows it before the watch does; the watch's own report of it is not told again. It may overtake changes of other objects. A
    /// deletion of this origin carries the last known state, unless the server answered with the final one.
    /// </summary>
    OwnWrite,
}
