using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Sessions;
using KubeController.Samples.AgenticSessions.Settings;

namespace KubeController.Samples.AgenticSessions.Secrets;

/// <summary>Removes the copies of secrets from a namespace in which no session needs them any more.</summary>
internal sealed class SecretCopyRemover(ResourceClient client, Store<AgenticSession> sessions, OperatorSettings settings)
{
    public async Task RemoveUnusedAsync(AgenticSession ending, CancellationToken cancellationToken)
    {
        string?[] copied = [settings.IsVertexOn ? SecretNames.Vertex : null, settings.IsLangfuseOn ? SecretNames.Langfuse : null];
        foreach (var name in copied.OfType<string>())
        {
            // Asked anew for each: a session may have come meanwhile.
            if (!IsNeededByOthers(ending))
            {
                await RemoveAsync(new(ending.Metadata.NamespaceProperty, name), cancellationToken);
            }
        }
    }

    private bool IsNeededByOthers(AgenticSession ending) =>
        sessions.List(ending.Metadata.NamespaceProperty).Any(other => other.Metadata.Uid != ending.Metadata.Uid && other.PhaseOf().NeedsSharedObjects());

    private async Task RemoveAsync(NamespacedName name, CancellationToken cancellationToken)
    {
        try
        {
            var copy = await client.GetAsync<V1Secret>(name, cancellationToken);
            if (copy.Annotation(Annotations.CopiedFrom) is not null)
            {
                // A session that starts right now makes itself an owner first: then this version is not the last, and the copy stays.
                var asRead = new DeleteOptions { Uid = copy.Metadata.Uid, ResourceVersion = copy.Metadata.ResourceVersion };
                await client.DeleteAsync<V1Secret>(name, asRead, cancellationToken);
            }
        }
        catch (Exception error) when (error is NotFoundException or ConflictException)
        {
            // Gone already, or needed again.
        }
    }
}
