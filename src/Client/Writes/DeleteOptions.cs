namespace KubeController.Client;

/// <summary>Says under which conditions and how to delete an object.</summary>
public sealed record DeleteOptions
{
    /// <summary>Gets the uid that the object must have; another one answers with <see cref="ConflictException"/>.</summary>
    /// <value>The default value is <see langword="null"/>: any. Set it whenever you delete what you read, so that a re-created object is not hit.</value>
    public string? Uid { get; init; }

    /// <summary>Gets the resourceVersion that the object must have; another one answers with <see cref="ConflictException"/>.</summary>
    /// <value>The default value is <see langword="null"/>: any.</value>
    public string? ResourceVersion { get; init; }

    /// <summary>Gets the seconds that a pod has to end by itself; zero deletes at once.</summary>
    /// <value>The default value is <see langword="null"/>: the object's own, or the server's default.</value>
    public long? GracePeriodSeconds { get; init; }

    /// <summary>Gets what becomes of the objects it owns.</summary>
    /// <value>The default value is <see langword="null"/>: what the resource type does by default, mostly <see cref="PropagationPolicy.Background"/>.</value>
    public PropagationPolicy? PropagationPolicy { get; init; }

    /// <summary>Gets whether the server shall check and answer, and delete nothing.</summary>
    /// <value>The default value is <see langword="false"/>, unless the client's <see cref="WriteOptions.DryRun"/> says otherwise.</value>
    public bool DryRun { get; init; }
}
