using System.Text;
using k8s.Models;

namespace KubeController.Samples.AgenticSessions.Secrets;

/// <summary>Reads text out of secrets. What it returns never goes into a log, an event or a condition.</summary>
internal static class SecretText
{
    /// <summary>Returns a key's text without surrounding space; empty if the secret or the key is absent.</summary>
    public static string Text(this V1Secret? secret, string key) =>
        secret?.Data is { } data && data.TryGetValue(key, out var bytes) && bytes is not null ? Encoding.UTF8.GetString(bytes).Trim() : string.Empty;

    public static bool Has(this V1Secret? secret, string key) => secret.Text(key).Length > 0;
}
