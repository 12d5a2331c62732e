using k8s.Models;
using KubeController.Samples.AgenticSessions.Settings;

namespace KubeController.Samples.AgenticSessions.Secrets;

/// <summary>Chooses a session's storage: the project's own, or the operator's.</summary>
internal static class StorageRule
{
    /// <param name="settings">Name the operator's store.</param>
    /// <param name="integrations">The project's integrations; it chooses its own store with <c>STORAGE_MODE=custom</c>.</param>
    /// <param name="shared">The operator's credentials; used only for the operator's own endpoint and bucket.</param>
    /// <param name="sessionSecret">The name of the session's secret, where shared credentials will be found.</param>
    public static StorageChoice Choose(OperatorSettings settings, V1Secret? integrations, V1Secret? shared, string sessionSecret)
    {
        var isCustom = integrations.Text("STORAGE_MODE").Equals("custom", StringComparison.OrdinalIgnoreCase);
        var endpoint = isCustom && integrations.Has("S3_ENDPOINT") ? integrations.Text("S3_ENDPOINT") : settings.S3Endpoint;
        var bucket = isCustom && integrations.Has("S3_BUCKET") ? integrations.Text("S3_BUCKET") : settings.S3Bucket;
        if (endpoint.Length == 0 || bucket.Length == 0)
        {
            return StorageChoice.None;
        }

        if (isCustom && integrations.Has("S3_ACCESS_KEY") && integrations.Has("S3_SECRET_KEY"))
        {
            return new(endpoint, bucket, new(SecretNames.Integrations, "S3_ACCESS_KEY"), new(SecretNames.Integrations, "S3_SECRET_KEY"), UsesSharedKeys: false);
        }

        var isShared = endpoint == settings.S3Endpoint && bucket == settings.S3Bucket;
        return isShared && shared.Has(SecretNames.SharedAccessKey) && shared.Has(SecretNames.SharedSecretKey)
            ? new(
                endpoint,
                bucket,
                new(sessionSecret, SessionSecretKeys.StorageAccessKey),
                new(sessionSecret, SessionSecretKeys.StorageSecretKey),
                UsesSharedKeys: true)
            : StorageChoice.None;
    }
}
