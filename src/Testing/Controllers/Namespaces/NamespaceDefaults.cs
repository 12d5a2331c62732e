using System.Text.Json.Nodes;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Controllers.Namespaces;

/// <summary>Gives every namespace its ServiceAccount <c>default</c> and its ConfigMap <c>kube-root-ca.crt</c>, and brings them back when they are lost.</summary>
internal sealed class NamespaceDefaults(ControllerClient client, Cluster cluster) : IController
{
    private const string Certificates = "kube-root-ca.crt";

    // The server speaks plain HTTP: there is no authority to name. A PEM text that says so is better than none, for pods that mount it.
    private const string Pem = "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var feed = new ChangeFeed(cluster, definition => definition.GroupResource is "namespaces" or "serviceaccounts" or "configmaps");
        while (true)
        {
            var changes = await feed.NextAsync(cancellationToken);
            var touched = changes
                .Where(change => change.Object.Definition.GroupResource == "namespaces" || change.Object.Name is "default" or Certificates)
                .Select(change => change.Object.Namespace.Length == 0 ? change.Object.Name : change.Object.Namespace)
                .Distinct(StringComparer.Ordinal);
            foreach (var name in touched.Where(IsActive).ToList())
            {
                await CompleteAsync(name, cancellationToken);
            }
        }
    }

    private bool IsActive(string name) => cluster.Store.Find("namespaces", "", name) is { } item && item.Metadata["deletionTimestamp"] is null;

    private async Task CompleteAsync(string name, CancellationToken cancellationToken)
    {
        if (cluster.Store.Find("serviceaccounts", name, "default") is null)
        {
            var account = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ServiceAccount", ["metadata"] = new JsonObject { ["name"] = "default" } };
            await client.SendAsync("POST", $"/api/v1/namespaces/{name}/serviceaccounts", account, cancellationToken);
        }

        var map = cluster.Store.Find("configmaps", name, Certificates)?.Tree;
        if (map?["data"]?["ca.crt"] is not null)
        {
            return;
        }

        var wanted = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject
            {
                ["name"] = Certificates,
                ["annotations"] = new JsonObject
                {
                    ["kubernetes.io/description"] = "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.",
                },
            },
            ["data"] = new JsonObject { ["ca.crt"] = Pem },
        };
        var path = $"/api/v1/namespaces/{name}/configmaps";
        await (map is null ? client.SendAsync("POST", path, wanted, cancellationToken) : client.SendAsync("PATCH", $"{path}/{Certificates}", wanted, cancellationToken));
    }
}
