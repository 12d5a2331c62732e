using System.Text.Json.Nodes;
using k8s.Models;
using KubeController.Client;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Objects;
using KubeController.Samples.AgenticSessions.Sessions;
using Microsoft.Extensions.Logging;

namespace KubeController.Samples.AgenticSessions.Secrets;

/// <summary>Copies a secret of the operator into a session's namespace, where all its sessions share the copy and own it together.</summary>
internal sealed class SecretCopier(ResourceClient client, ILogger<SecretCopier> logger)
{
    private const int Attempts = 20;

    /// <exception cref="ConflictException">Others write the copy without a pause.</exception>
    public async Task CopyAsync(V1Secret source, AgenticSession session, CancellationToken cancellationToken)
    {
        var name = new NamespacedName(session.Metadata.NamespaceProperty, source.Metadata.Name);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await CreateOrUpdateAsync(source, session, name, cancellationToken);
                return;
            }
            catch (Exception error) when (error is ConflictException or NotFoundException { IsResourceTypeUnknown: false } && attempt < Attempts)
            {
                // Another session has just joined the owners, or the last one has just left and taken the copy along: look again.
            }
        }
    }

    private async Task CreateOrUpdateAsync(V1Secret source, AgenticSession session, NamespacedName name, CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateAsync(CopyOf(source, session, name), cancellationToken);
        }
        catch (AlreadyExistsException)
        {
            var present = await client.GetAsync<V1Secret>(name, cancellationToken);
            if (present.Annotation(Annotations.CopiedFrom) is null)
            {
                logger.SecretNotOurs(name);
            }
            else if (PatchOf(present, source, session) is { } patch)
            {
                await client.PatchAsync<V1Secret>(name, patch.OnlyAt(present.Metadata.ResourceVersion), cancellationToken);
            }
        }
    }

    private static V1Secret CopyOf(V1Secret source, AgenticSession session, NamespacedName name) => new()
    {
        ApiVersion = "v1",
        Kind = "Secret",
        Type = source.Type,
        Data = source.Data,
        Metadata = new()
        {
            Name = name.Name,
            NamespaceProperty = name.Namespace,
            Labels = source.Metadata.Labels,
            Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { [Annotations.CopiedFrom] = NamespacedName.Of(source).ToString() },
            OwnerReferences = [OwnerReferences.To(session)],
        },
    };

    /// <summary>Adds the session to the owners and brings the content up to date; everything else of the copy stays.</summary>
    /// <returns><see langword="null"/> if there is nothing to do.</returns>
    internal static MergePatch? PatchOf(V1Secret present, V1Secret source, AgenticSession session)
    {
        var patch = new MergePatch();
        if (!present.IsOwnedBy(session))
        {
            var owners = present.Metadata.OwnerReferences ?? [];
            var owner = OwnerReferences.To(session, isController: !owners.Any(reference => reference.Controller == true));
            patch.Set(MergePatch.From(new V1ObjectMeta { OwnerReferences = [.. owners, owner] }).Content["ownerReferences"]!.DeepClone(), "metadata", "ownerReferences");
        }

        var data = MergePatch.Between(new V1Secret { Data = present.Data ?? Empty }, new V1Secret { Data = source.Data ?? Empty }).Content["data"];
        if (data is JsonObject { Count: > 0 })
        {
            patch.Set(data.DeepClone(), "data");
        }

        return patch.IsEmpty ? null : patch;
    }

    private static Dictionary<string, byte[]> Empty => [];
}
