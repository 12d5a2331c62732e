using KubeController.Client;

namespace KubeController.Reconcilers;

/// <summary>Says how a change of an object is written.</summary>
public sealed record ChangeOptions : WriteOptions
{
    /// <summary>Gets whether the change is written only to the version it was made from, and made anew from the newest where that has passed.</summary>
    /// <value>
    /// The default value is <see langword="false"/>: so only where the patch would otherwise undo what another writer did meanwhile, which is where it replaces or removes a
    /// list, or removes a whole object. Set it where a value is derived from another one of the object, such as a counter.
    /// </value>
    public bool OnlyAtThisVersion { get; init; }

    /// <summary>Gets how often and how fast a change that met a conflict is made anew.</summary>
    /// <value>The default value is <see cref="ConflictRetryOptions.Default"/>: 5 attempts in all.</value>
    public ConflictRetryOptions Conflicts { get; init; } = ConflictRetryOptions.Default;
}
