namespace KubeController.Reconcilers.Waking;

/// <summary>Something that wakes a controller. Here what happened becomes keys, and is forgotten.</summary>
internal abstract class Trigger
{
    public abstract TriggerSubscription Subscribe(Inbox inbox);

    /// <summary>Gives back what the trigger was lent; called once, after its subscription has ended.</summary>
    public virtual Task ReleaseAsync() => Task.CompletedTask;
}
