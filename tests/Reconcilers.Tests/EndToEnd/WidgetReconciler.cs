using k8s.Models;
using KubeController.Client;
using KubeController.Informers;
using KubeController.Reconcilers.Tests.Support;

namespace KubeController.Reconcilers.Tests.EndToEnd;

/// <summary>Keeps a ConfigMap with the size of each widget.</summary>
internal sealed class WidgetReconciler(Store<Widget> widgets, Store<V1ConfigMap> configMaps, ResourceClient client) : IReconciler<Widget>
{
    public async ValueTask<ReconcileResult> ReconcileAsync(ReconcileRequest request, CancellationToken cancellationToken)
    {
        if (!widgets.TryGet(request.Key, out var widget))
        {
            return ReconcileResult.Done;
        }

        var size = widget.Spec?.Size ?? string.Empty;
        if (!configMaps.TryGet(request.Key, out var configMap))
        {
            var created = new V1ConfigMap
            {
                Metadata = new() { Name = request.Key.Name, NamespaceProperty = request.Key.Namespace },
                Data = new Dictionary<string, string> { ["size"] = size },
            };
            await client.CreateAsync(created.ControlledBy(widget), cancellationToken);
        }
        else if (configMap.Data?.Contains(new("size", size)) is not true)
        {
            await client.PatchAsync<V1ConfigMap>(request.Key, new MergePatch().Set(size, "data", "size"), cancellationToken);
        }

        return ReconcileResult.Done;
    }
}
