using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Samples.AgenticSessions.Network;
using KubeController.Samples.AgenticSessions.Objects;
using KubeController.Samples.AgenticSessions.Pods;
using KubeController.Samples.AgenticSessions.Reconciling;
using KubeController.Samples.AgenticSessions.Secrets;
using KubeController.Samples.AgenticSessions.Sessions;
using KubeController.Samples.AgenticSessions.Settings;
using KubeController.Samples.AgenticSessions.Tokens;
using Microsoft.Extensions.Logging;

namespace KubeController.Samples.AgenticSessions.Starting;

/// <summary>Starts a session: reads side by side, then writes side by side, then the pod.</summary>
internal sealed class SessionStarter(
    ResourceClient client,
    StartReader reader,
    TokenProvisioner tokens,
    SecretCopier copier,
    NetworkPolicyKeeper policies,
    Certificates certificates,
    Store<V1Secret> sharedStorage,
    Informer<V1Pod> pods,
    OperatorSettings settings,
    ILogger<SessionStarter> logger)
{
    private static readonly TimeSpan CachePatience = TimeSpan.FromSeconds(5);

    /// <returns>The pod.</returns>
    /// <exception cref="StartException">A step failed; what was done before it is found, and used, by the next try.</exception>
    public async Task<V1Pod> StartAsync(SessionPass pass, CancellationToken cancellationToken)
    {
        var read = await reader.ReadAsync(pass, cancellationToken);
        sharedStorage.TryGet(new(settings.SecretsNamespace, SecretNames.SharedStorage), out var shared);
        var storage = StorageRule.Choose(settings, read.Integrations, shared, pass.Names.TokenSecret.Name);
        Report(pass, read, storage);
        await PrepareAsync(pass, read, StorageKeys.For(storage, shared), cancellationToken);
        var inputs = new PodInputs(
            pass.Session,
            pass.Names.TokenSecret.Name,
            storage,
            HasIntegrations: read.Integrations is not null,
            HasLangfuse: read.Langfuse is not null,
            HasCertificates: certificates.AreIn(pass.Key.Namespace));
        return await CreatePodAsync(pass, inputs, cancellationToken);
    }

    private void Report(SessionPass pass, StartInputs read, StorageChoice storage)
    {
        pass.Say(Conditions.SecretsReady, true, Reasons.AllRequiredSecretsFound, "All required secrets were found.");
        if (read.Integrations is not null)
        {
            pass.Say(Conditions.IntegrationSecretsReady, true, Reasons.OptionalSecretFound, $"Secret '{SecretNames.Integrations}' was found.");
            logger.OptionalSecretFound(pass.Key, SecretNames.Integrations);
        }

        pass.Status.Add(storage.IsAvailable
            ? new(Conditions.StorageAvailable, true, Reasons.Configured, $"The session's state is kept in bucket '{storage.Bucket}' of '{storage.Endpoint}'.")
            : new(Conditions.StorageAvailable, false, Reasons.NotConfigured, "No object store is configured; the session's state goes with its pod."));
    }

    private async Task PrepareAsync(SessionPass pass, StartInputs read, StorageKeys? storage, CancellationToken cancellationToken)
    {
        var stage = new StartWrites(pass.Key, logger);
        if (TokenAge.UsableSince(read.SessionSecret, pass.Session, storage, pass.Now) is { } since)
        {
            Announce(pass, new(pass.Names.TokenSecret.Name, pass.Names.ServiceAccount.Name, since));
        }
        else
        {
            stage.Start(StartStep.ProvisionToken, "Provisioning the runner's token failed", async () =>
                Announce(pass, await tokens.ProvisionAsync(pass.Session, storage, cancellationToken)));
        }

        foreach (var secret in new[] { read.Vertex, read.Langfuse }.OfType<V1Secret>())
        {
            stage.Start(StartStep.CopySecret, $"Copying secret '{secret.Metadata.Name}' failed", () => copier.CopyAsync(secret, pass.Session, cancellationToken));
        }

        stage.Start(StartStep.NetworkPolicy, "Making the network policy failed", () => policies.EnsureAsync(pass.Key.Namespace, cancellationToken));
        await stage.WhenAllAsync();
    }

    private static void Announce(SessionPass pass, IssuedToken token)
    {
        pass.Annotations.Set(Annotations.RunnerTokenSecret, token.SecretName);
        pass.Annotations.Set(Annotations.RunnerServiceAccount, token.ServiceAccount);
        pass.Annotations.Set(Annotations.TokenRefreshedAt, Timestamps.Format(token.RefreshedAt));
    }

    private async Task<V1Pod> CreatePodAsync(SessionPass pass, PodInputs inputs, CancellationToken cancellationToken)
    {
        try
        {
            var pod = await CreateOrReadAsync(PodBuilder.Build(settings, inputs), cancellationToken);
            if (!pod.IsOwnedBy(pass.Session) || pod.Metadata.DeletionTimestamp is not null)
            {
                throw new StartException(StartStep.Pod, $"Pod '{pass.Names.Pod}' is there, and is not this session's; the session waits until it is gone.", isTerminal: false);
            }

            return pod;
        }
        catch (Exception error) when (StartException.IsAnswer(error))
        {
            throw StartException.Of(StartStep.Pod, "Creating the pod failed", error);
        }
    }

    private async Task<V1Pod> CreateOrReadAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        try
        {
            return await client.CreateAsync(pod, cancellationToken);
        }
        catch (AlreadyExistsException)
        {
            // What was only read is not in the cache by that: a later pass would take a pod that the cache lacks for one that vanished.
            var present = await client.GetAsync<V1Pod>(NamespacedName.Of(pod), cancellationToken);
            return await pods.WaitForVersionAsync(present.Metadata.ResourceVersion, CachePatience, cancellationToken)
                ? present
                : throw new StartException(StartStep.Pod, $"Pod '{NamespacedName.Of(pod)}' is there, but the cache did not show it within {CachePatience}.", isTerminal: false);
        }
    }
}
