using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using KubeController.Testing.Json;

namespace KubeController.Testing.Resources;

/// <summary>Finds out whose a service account token is, and whether it still counts: its account and the object it is bound to must be alive.</summary>
internal sealed class ServiceAccountTokens(Cluster cluster)
{
    /// <summary>The claims of a token of this server that has not run out; null for any other text.</summary>
    public JsonObject? Read(string token) => cluster.Tokens.Read(token, cluster.Time.GetUtcNow());

    /// <summary>The name of the account of the token, if the account is gone; null if it is there.</summary>
    public string? MissingAccount(JsonObject claims)
    {
        var kubernetes = claims.Object("kubernetes.io")!;
        var name = kubernetes.Object("serviceaccount")!.Text("name")!;
        return cluster.Store.Find("serviceaccounts", kubernetes.Text("namespace")!, name) is null ? name : null;
    }

    /// <summary>Whether the account and the bound object of the token are still there.</summary>
    public bool IsAlive(JsonObject claims)
    {
        var kubernetes = claims.Object("kubernetes.io")!;
        var @namespace = kubernetes.Text("namespace")!;
        return Lives("serviceaccounts", @namespace, kubernetes.Object("serviceaccount"))
            && Lives("pods", @namespace, kubernetes.Object("pod"))
            && Lives("secrets", @namespace, kubernetes.Object("secret"))
            && Lives("nodes", "", kubernetes.Object("node"));
    }

    /// <summary>The user of the claims.</summary>
    public static ApiUser UserOf(JsonObject claims) => new(
        claims.Text("sub")!,
        ["system:serviceaccounts", $"system:serviceaccounts:{claims.Object("kubernetes.io")!.Text("namespace")}", "system:authenticated"]);

    private bool Lives(string table, string @namespace, JsonObject? reference) =>
        reference is null || cluster.Store.Find(table, @namespace, reference.Text("name")!)?.Metadata.Text("uid") == reference.Text("uid");
}
