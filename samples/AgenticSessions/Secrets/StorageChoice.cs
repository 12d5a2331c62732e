namespace KubeController.Samples.AgenticSessions.Secrets;

/// <summary>Where a session keeps its state: an object store, or nowhere but its pod.</summary>
/// <param name="Endpoint">The store's address; empty if there is none.</param>
/// <param name="Bucket">The bucket.</param>
/// <param name="AccessKey">Where the pod finds the access key.</param>
/// <param name="SecretKey">Where the pod finds the secret key.</param>
/// <param name="UsesSharedKeys">Whether the keys are the operator's, which the session's own secret has to carry.</param>
internal sealed record StorageChoice(string Endpoint, string Bucket, SecretKeyReference AccessKey, SecretKeyReference SecretKey, bool UsesSharedKeys)
{
    public static StorageChoice None { get; } = new(string.Empty, string.Empty, default, default, UsesSharedKeys: false);

    public bool IsAvailable => Endpoint.Length > 0;
}
