using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers;

namespace KubeController.Reconcilers.Bench;

/// <summary>The objects of a run as it begins: so many, none of them Done, and no others.</summary>
internal static class SeedMode
{
    private const int PayloadLength = 256;

    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        using var connection = ApiConnection.FromKubeconfig(arguments.Kubeconfig);
        var client = new ResourceClient(connection);
        await DefineAsync(connection, client);
        await CreateUnlessThereAsync(client, new V1Namespace { Metadata = new() { Name = Widget.Namespace } });
        var there = (await client.ListAsync<Widget>(new() { Namespace = Widget.Namespace })).ToDictionary(NamespacedName.Of);
        var names = Enumerable.Range(0, arguments.CountOr(2000)).Select(Widget.NameOf).ToHashSet();
        await Parallel.ForEachAsync(names.Union(there.Keys), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (name, cancellationToken) =>
            await (!names.Contains(name) ? client.DeleteAsync<Widget>(name, options: null, cancellationToken)
                : there.ContainsKey(name) ? ResetAsync(client, name, cancellationToken)
                : client.CreateAsync(New(name), cancellationToken)));
        return Measured.Print(new() { ["benchmark"] = "seed", ["objects"] = names.Count, ["reset"] = names.Count(there.ContainsKey) });
    }

    private static async Task DefineAsync(ApiConnection connection, ResourceClient client)
    {
        using var yaml = new StreamReader(typeof(SeedMode).Assembly.GetManifestResourceStream("widget-crd.yaml")!);
        var definition = KubernetesYaml.Deserialize<V1CustomResourceDefinition>(await yaml.ReadToEndAsync());
        await CreateUnlessThereAsync(client, definition);
        var established = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var definitions = new Informer<V1CustomResourceDefinition>(new(connection));
        await using var subscription = definitions.Subscribe(change =>
        {
            if (change.Key.Name == definition.Metadata.Name && change.New?.Status?.Conditions?.Any(condition => condition is { Type: "Established", Status: "True" }) is true)
            {
                established.TrySetResult();
            }
        });
        using var stop = new CancellationTokenSource();
        var running = definitions.RunAsync(stop.Token);
        await established.Task.WaitAsync(BenchArguments.Patience, TimeProvider.System);
        await stop.CancelAsync();
        await running;
    }

    private static Widget New(NamespacedName name) => new()
    {
        Metadata = new() { Name = name.Name, NamespaceProperty = name.Namespace },
        Spec = new() { Payload = new('x', PayloadLength) },
    };

    /// <summary>Neither Done, nor of the generation at which it was.</summary>
    private static async Task ResetAsync(ResourceClient client, NamespacedName name, CancellationToken cancellationToken)
    {
        await client.PatchStatusAsync<Widget>(name, new MergePatch(new JsonObject { ["status"] = null }), cancellationToken);
        await client.PatchAsync<Widget>(name, new MergePatch().Set(Stamps.Now(), "spec", "stamp"), cancellationToken);
    }

    private static async Task CreateUnlessThereAsync<T>(ResourceClient client, T resource)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            await client.CreateAsync(resource, CancellationToken.None);
        }
        catch (AlreadyExistsException)
        {
            // A run before this one has made it.
        }
    }
}
