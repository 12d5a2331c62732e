using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>The rules for one container.</summary>
internal static class ContainerRules
{
    private static readonly string[] Protocols = ["SCTP", "TCP", "UDP"];
    private static readonly string[] PullPolicies = ["Always", "IfNotPresent", "Never"];

    public static IEnumerable<FieldError> Check(JsonObject container, string path, HashSet<string> names, List<string> volumes) =>
    [
        .. CheckName(container, path, names),
        .. CheckImage(container, path),
        .. CheckPorts(container, path),
        .. CheckEnvironment(container, path),
        .. CheckMounts(container, path, volumes),
    ];

    private static IEnumerable<FieldError> CheckName(JsonObject container, string path, HashSet<string> names)
    {
        var name = container.Text("name") ?? "";
        if (name.Length == 0)
        {
            yield return FieldError.Required($"{path}.name");
            yield break;
        }

        foreach (var complaint in NameRules.Label(name))
        {
            yield return FieldError.Invalid($"{path}.name", name, complaint);
        }

        if (!names.Add(name))
        {
            yield return FieldError.Duplicate($"{path}.name", name);
        }
    }

    private static IEnumerable<FieldError> CheckImage(JsonObject container, string path)
    {
        if (container.Text("image") is null or "")
        {
            yield return FieldError.Required($"{path}.image");
        }

        if (container.Text("imagePullPolicy") is { } policy && !PullPolicies.Contains(policy))
        {
            yield return FieldError.NotSupported($"{path}.imagePullPolicy", policy, PullPolicies);
        }
    }

    private static IEnumerable<FieldError> CheckPorts(JsonObject container, string path)
    {
        var index = 0;
        foreach (var port in container.Array("ports")?.OfType<JsonObject>() ?? [])
        {
            var field = $"{path}.ports[{index++}]";
            switch (port.Integer("containerPort"))
            {
                case null or 0:
                    yield return FieldError.Required($"{field}.containerPort");
                    break;
                case { } number and (< 1 or > 65535):
                    yield return FieldError.Invalid($"{field}.containerPort", number, "must be between 1 and 65535, inclusive");
                    break;
                default:
                    break;
            }

            if (port.Text("protocol") is { } protocol && !Protocols.Contains(protocol))
            {
                yield return FieldError.NotSupported($"{field}.protocol", protocol, Protocols);
            }
        }
    }

    private static IEnumerable<FieldError> CheckEnvironment(JsonObject container, string path)
    {
        var index = 0;
        foreach (var variable in container.Array("env")?.OfType<JsonObject>() ?? [])
        {
            var field = $"{path}.env[{index++}]";
            if (variable.Text("name") is null or "")
            {
                yield return FieldError.Required($"{field}.name");
            }

            if (variable["valueFrom"] is not null && variable.Text("value") is { Length: > 0 })
            {
                yield return FieldError.Invalid($"{field}.valueFrom", "", "may not be specified when `value` is not empty");
            }
        }
    }

    private static IEnumerable<FieldError> CheckMounts(JsonObject container, string path, List<string> volumes)
    {
        var index = 0;
        foreach (var mount in container.Array("volumeMounts")?.OfType<JsonObject>() ?? [])
        {
            var field = $"{path}.volumeMounts[{index++}]";
            var name = mount.Text("name") ?? "";
            if (name.Length == 0)
            {
                yield return FieldError.Required($"{field}.name");
            }
            else if (!volumes.Contains(name))
            {
                yield return FieldError.NotFound($"{field}.name", name);
            }

            if (mount.Text("mountPath") is null or "")
            {
                yield return FieldError.Required($"{field}.mountPath");
            }
        }
    }
}
