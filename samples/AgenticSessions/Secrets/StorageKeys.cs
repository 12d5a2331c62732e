using k8s.Models;

namespace KubeController.Samples.AgenticSessions.Secrets;

/// <summary>The credentials of the shared storage, as they go into a session's own secret.</summary>
internal sealed record StorageKeys(string AccessKey, string SecretKey)
{
    /// <summary>Reads the credentials a session's secret carries, if it does.</summary>
    public static StorageKeys? Of(V1Secret session) => session.Has(SessionSecretKeys.StorageAccessKey)
        ? new(session.Text(SessionSecretKeys.StorageAccessKey), session.Text(SessionSecretKeys.StorageSecretKey))
        : null;

    /// <summary>Reads the operator's credentials, if a storage uses them.</summary>
    public static StorageKeys? For(StorageChoice storage, V1Secret? shared) => storage.UsesSharedKeys
        ? new(shared.Text(SecretNames.SharedAccessKey), shared.Text(SecretNames.SharedSecretKey))
        : null;

    /// <summary>Names the type: a record's text would show its content.</summary>
    public override string ToString() => nameof(StorageKeys);
}
