using System.Text;
using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>Secrets.</summary>
internal static class SecretRules
{
    private static readonly Dictionary<string, string[]> NeededKeys = new(StringComparer.Ordinal)
    {
        ["kubernetes.io/tls"] = ["tls.crt", "tls.key"],
        ["kubernetes.io/dockerconfigjson"] = [".dockerconfigjson"],
        ["kubernetes.io/dockercfg"] = [".dockercfg"],
        ["kubernetes.io/ssh-auth"] = ["ssh-privatekey"],
    };

    public static readonly KindRule Rule = new() { Default = Complete, Check = Check, CheckUpdate = CheckUpdate };

    private static void Complete(JsonObject secret)
    {
        secret["type"] ??= "Opaque";
        foreach (var (key, value) in secret.Object("stringData") ?? [])
        {
            secret.ObjectOrNew("data")[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value.AsText() ?? ""));
        }

        secret.Remove("stringData");
    }

    private static IEnumerable<FieldError> Check(JsonObject secret)
    {
        var data = secret.Object("data") ?? [];
        foreach (var error in DataRules.Check(data, "data", "data"))
        {
            yield return error;
        }

        foreach (var key in NeededKeys.GetValueOrDefault(secret.Text("type") ?? "", []).Where(key => !data.ContainsKey(key)))
        {
            yield return FieldError.Required($"data[{key}]");
        }

        if (secret.Text("type") == "kubernetes.io/basic-auth" && !data.ContainsKey("username") && !data.ContainsKey("password"))
        {
            yield return FieldError.Required("data[username]");
            yield return FieldError.Required("data[password]");
        }
    }

    private static IEnumerable<FieldError> CheckUpdate(JsonObject secret, JsonObject old) =>
    [
        .. secret.Text("type") == old.Text("type") ? Array.Empty<FieldError>() : [FieldError.Invalid("type", secret.Text("type") ?? "", "field is immutable")],
        .. DataRules.CheckImmutable(secret, old, "data"),
    ];
}
