using System.Text.Json.Nodes;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Samples.AgenticSessions.Objects;
using KubeController.Samples.AgenticSessions.Settings;

namespace KubeController.Samples.AgenticSessions.Network;

/// <summary>Keeps the one policy of a namespace that lets only the backend reach its runners.</summary>
internal sealed class NetworkPolicyKeeper(ResourceClient client, Store<V1NetworkPolicy> policies, OperatorSettings settings)
{
    /// <summary>Makes the policy, or brings it in line; no call if the cache shows it as it shall be.</summary>
    public async Task EnsureAsync(string @namespace, CancellationToken cancellationToken)
    {
        var desired = NetworkObjects.Policy(@namespace, settings.SecretsNamespace);
        var name = NamespacedName.Of(desired);
        if (policies.TryGet(name, out var present))
        {
            if (!JsonNode.DeepEquals(SpecOf(present), SpecOf(desired)))
            {
                await client.PatchAsync<V1NetworkPolicy>(name, new MergePatch().Set(SpecOf(desired), "spec"), cancellationToken);
            }

            return;
        }

        try
        {
            await client.CreateAsync(desired, cancellationToken);
        }
        catch (AlreadyExistsException)
        {
            // Another session of this namespace was a moment faster. Whatever is there, the cache will show it to the next start.
        }
    }

    private static JsonNode? SpecOf(V1NetworkPolicy policy) => MergePatch.From(policy).Content["spec"]?.DeepClone();
}
