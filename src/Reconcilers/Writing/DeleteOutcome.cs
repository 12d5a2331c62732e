namespace KubeController.Reconcilers;

/// <summary>Says what a deletion of an object at hand came to; see <see cref="DeletionExtensions"/>.</summary>
public enum DeleteOutcome
{
    /// <summary>The server has deleted the object, or begun to: one with finalizers or a grace period stays for a while.</summary>
    Deleted,

    /// <summary>There is no object of this name any more. Nothing was deleted.</summary>
    Gone,

    /// <summary>Another object has this name by now, with another uid. Nothing was deleted.</summary>
    Replaced,

    /// <summary>The object has changed since it was read, and only the version at hand was to be deleted. Nothing was deleted.</summary>
    Changed,
}
