using System.Text;
using k8s.Models;
using KubeController.Client;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Objects;
using KubeController.Samples.AgenticSessions.Secrets;
using KubeController.Samples.AgenticSessions.Sessions;

namespace KubeController.Samples.AgenticSessions.Tokens;

/// <summary>Gives a session an account, a token for it, and a secret from which its pod mounts the token as a file.</summary>
internal sealed class TokenProvisioner(ResourceClient client, TimeProvider timeProvider)
{
    /// <summary>Makes all of it, or brings what is there in line. The secret comes last: where it is, the rest is too.</summary>
    public async Task<IssuedToken> ProvisionAsync(AgenticSession session, StorageKeys? storage, CancellationToken cancellationToken)
    {
        var names = SessionNames.Of(NamespacedName.Of(session));
        var minting = MintForNewAccountAsync(session, names, cancellationToken);
        await Task.WhenAll(minting, GrantAsync(session, names, cancellationToken));
        var token = await minting;
        var now = timeProvider.GetUtcNow();
        var secret = SecretOf(session, names, token, storage, now);
        await client.EnsureAsync(secret, () => Whole(secret, storage), cancellationToken);
        return new(names.TokenSecret.Name, names.ServiceAccount.Name, now);
    }

    /// <summary>Replaces the token of a running session, and nothing else in its secret.</summary>
    /// <returns>The time of the new token.</returns>
    /// <exception cref="NotFoundException">The account or the secret is gone.</exception>
    public async Task<DateTimeOffset> RefreshAsync(NamespacedName secret, NamespacedName serviceAccount, CancellationToken cancellationToken)
    {
        var token = await MintAsync(serviceAccount, cancellationToken);
        var now = timeProvider.GetUtcNow();
        var patch = new MergePatch()
            .Set(Convert.ToBase64String(Encoding.UTF8.GetBytes(token)), "data", SessionSecretKeys.ApiToken)
            .Annotation(Annotations.TokenRefreshedAt, Timestamps.Format(now));
        await client.PatchAsync<V1Secret>(secret, patch, cancellationToken);
        return now;
    }

    private async Task<string> MintForNewAccountAsync(AgenticSession session, SessionNames names, CancellationToken cancellationToken)
    {
        await client.EnsureAsync(AccessObjects.ServiceAccount(session, names), cancellationToken);
        return await MintAsync(names.ServiceAccount, cancellationToken);
    }

    /// <summary>The role first: a server that enforces RBAC answers 404 to a binding whose role it cannot weigh against the operator's own rights.</summary>
    private async Task GrantAsync(AgenticSession session, SessionNames names, CancellationToken cancellationToken)
    {
        await client.EnsureAsync(AccessObjects.Role(session, names), cancellationToken);
        await client.EnsureAsync(AccessObjects.RoleBinding(session, names), cancellationToken);
    }

    private async Task<string> MintAsync(NamespacedName serviceAccount, CancellationToken cancellationToken)
    {
        var status = await client.CreateTokenAsync(serviceAccount, spec: null, cancellationToken);
        return status.Token is { Length: > 0 } token
            ? token
            : throw new InvalidDataException($"The API server answered the request for a token of '{serviceAccount}' with an empty token.");
    }

    private static V1Secret SecretOf(AgenticSession session, SessionNames names, string token, StorageKeys? storage, DateTimeOffset now)
    {
        var data = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            [SessionSecretKeys.ApiToken] = Encoding.UTF8.GetBytes(token),
            [SessionSecretKeys.RunnerToken] = Encoding.UTF8.GetBytes(Guid.NewGuid().ToString()),
        };
        if (storage is not null)
        {
            data[SessionSecretKeys.StorageAccessKey] = Encoding.UTF8.GetBytes(storage.AccessKey);
            data[SessionSecretKeys.StorageSecretKey] = Encoding.UTF8.GetBytes(storage.SecretKey);
        }

        return new()
        {
            ApiVersion = "v1",
            Kind = "Secret",
            Type = "Opaque",
            Metadata = AccessObjects.Metadata(
                session, names.TokenSecret.Name, (Labels.App, Labels.TokenApp), (Annotations.TokenRefreshedAt, Timestamps.Format(now))),
            Data = data,
        };
    }

    /// <summary>Merges the whole secret; credentials it no longer carries go.</summary>
    private static MergePatch Whole(V1Secret secret, StorageKeys? storage)
    {
        var patch = MergePatch.From(secret);
        return storage is not null
            ? patch
            : patch.Set(null, "data", SessionSecretKeys.StorageAccessKey).Set(null, "data", SessionSecretKeys.StorageSecretKey);
    }
}
