using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Resources;

/// <summary>
/// The object as its sender is held to have meant it: with the defaults of its kind, which the sender owns, and without what the server
/// fills in later, which nobody does.
/// </summary>
internal static class ServerSetFields
{
    private static readonly string[] ServiceFields = ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "healthCheckNodePort"];

    /// <summary>A copy of the object with its defaults.</summary>
    public static JsonObject Complete(JsonObject sent, ResourceDefinition definition)
    {
        var shown = sent.Copy();
        ObjectRules.Default(shown, definition);
        switch (definition.Table)
        {
            case "namespaces":
                Forget(shown, sent, ["finalizers"]);
                break;
            case "services":
                Forget(shown, sent, ServiceFields);
                ForgetNodePorts(shown, sent);
                break;
            default:
                break;
        }

        return shown;
    }

    private static void Forget(JsonObject shown, JsonObject sent, string[] names)
    {
        var before = sent.Object("spec");
        if (shown.Object("spec") is not { } spec)
        {
            return;
        }

        foreach (var name in names.Where(name => before?.ContainsKey(name) != true))
        {
            spec.Remove(name);
        }

        if (spec.Count == 0 && before is null)
        {
            shown.Remove("spec");
        }
    }

    private static void ForgetNodePorts(JsonObject shown, JsonObject sent)
    {
        var before = sent.Object("spec")?.Array("ports") ?? [];
        foreach (var (port, given) in (shown.Object("spec")?.Array("ports") ?? []).Zip(before))
        {
            if (port is JsonObject members && given is JsonObject old && !old.ContainsKey("nodePort"))
            {
                members.Remove("nodePort");
            }
        }
    }
}
