// Keeps a ConfigMap with a page for each Website. See README.md beside this file for how to run it.
using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Reconcilers;
using KubeController.Samples.Minimal;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddKubeController(builder.Configuration.GetSection("KubeController"))
    .AddController<WebsiteReconciler, Website>(controller => controller.Owns<V1ConfigMap>().WithWorkers(4));
await builder.Build().RunAsync();

internal sealed class WebsiteReconciler(Store<Website> websites, Store<V1ConfigMap> configMaps, ResourceClient client) : IReconciler<Website>
{
    public async ValueTask<ReconcileResult> ReconcileAsync(ReconcileRequest request, CancellationToken cancellationToken)
    {
        if (!websites.TryGet(request.Key, out var website))
        {
            return ReconcileResult.Done;        // deleted; the garbage collector removes what it owned
        }

        var page = $"<h1>{website.Spec.Title}</h1>";
        if (!configMaps.TryGet(request.Key, out var configMap))
        {
            await client.CreateAsync(ConfigMapOf(website, page), cancellationToken);
        }
        else if (!configMap.IsControlledBy(website))
        {
            return ReconcileResult.Terminal("There is a ConfigMap of that name, and it belongs to somebody else.");
        }
        else if (configMap.Data?.Contains(new("index.html", page)) is not true)
        {
            await client.PatchAsync<V1ConfigMap>(request.Key, new MergePatch().Set(page, "data", "index.html"), cancellationToken);
        }

        return ReconcileResult.Done;
    }

    private static V1ConfigMap ConfigMapOf(Website website, string page) => new V1ConfigMap
    {
        Metadata = new() { Name = website.Metadata.Name, NamespaceProperty = website.Metadata.NamespaceProperty },
        Data = new Dictionary<string, string> { ["index.html"] = page },
    }.ControlledBy(website);
}
