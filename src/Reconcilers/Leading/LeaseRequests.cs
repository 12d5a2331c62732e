using System.Text.Json.Nodes;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Reconcilers.Leading;

/// <summary>Reads and writes the one lease. Every write has a precondition: that there is none, or the version that was read.</summary>
/// <remarks>Dynamic objects, so that fields of the spec that this program does not know survive its writes; updates, since that is the verb that roles of electors grant.</remarks>
internal sealed class LeaseRequests(ApiConnection connection, ElectionSettings settings)
{
    private static readonly ResourceType Type = ResourceType.Of<V1Lease>();

    private readonly ResourceClient _client = new ResourceClient(connection).For(Type);

    /// <summary>A watch of the lease alone: a role that names the lease allows it.</summary>
    public ListWatch<DynamicObject> Watch { get; } =
        new(connection, Type, new() { Namespace = settings.Lease.Namespace, FieldSelector = $"metadata.name={settings.Lease.Name}" });

    /// <summary>Returns the lease; <see langword="null"/> if there is none.</summary>
    public async Task<DynamicObject?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _client.GetAsync<DynamicObject>(settings.Lease, cancellationToken);
        }
        catch (NotFoundException)
        {
            return null;
        }
    }

    /// <exception cref="ConflictException">It is not as it was read, or has gone.</exception>
    /// <exception cref="AlreadyExistsException">There was none, and now there is.</exception>
    public Task<DynamicObject> WriteAsync(DynamicObject? read, LeaseState state, CancellationToken cancellationToken)
    {
        var lease = read is null ? new DynamicObject(Type, settings.Lease) : DynamicObject.From(read);
        if (settings.Labels.Count > 0)
        {
            lease.Metadata.Labels ??= new Dictionary<string, string>();
            foreach (var (key, value) in settings.Labels)
            {
                lease.Metadata.Labels[key] = value;
            }
        }

        var spec = lease["spec"] as JsonObject ?? [];
        state.WriteTo(spec);
        lease["spec"] = spec;
        return read is null ? _client.CreateAsync(lease, cancellationToken) : _client.ReplaceAsync(lease, cancellationToken);
    }
}
