using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>Services, and the addresses behind them.</summary>
internal static class ServiceRules
{
    private const string Headless = "None";
    private static readonly string[] Types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];

    public static readonly KindRule Rule = new() { Default = Complete, Check = Check, CheckUpdate = CheckUpdate };

    public static readonly KindRule Endpoints = new()
    {
        Default = resource =>
        {
            foreach (var subset in resource.Array("subsets")?.OfType<JsonObject>() ?? [])
            {
                Fill.Each(subset.Array("ports"), """{"protocol":"TCP"}""");
            }
        },
    };

    public static readonly KindRule EndpointSlice = new()
    {
        Default = resource => Fill.Each(resource.Array("ports"), """{"name":"","protocol":"TCP"}"""),
        Check = resource => resource.Text("addressType") is null or "" ? [FieldError.Required("addressType")] : [],
    };

    private static void Complete(JsonObject service)
    {
        var spec = service.ObjectOrNew("spec");
        foreach (var port in spec.Array("ports")?.OfType<JsonObject>() ?? [])
        {
            port["protocol"] ??= "TCP";
            port["targetPort"] ??= port["port"]?.DeepClone();
        }

        Fill.Missing(spec, """{"type":"ClusterIP","sessionAffinity":"None"}""");
        if (spec.Text("sessionAffinity") == "ClientIP")
        {
            Fill.Missing(spec.ObjectOrNew("sessionAffinityConfig").ObjectOrNew("clientIP"), """{"timeoutSeconds":10800}""");
        }

        if (spec.Text("type") != "ExternalName")
        {
            CompleteAddress(service, spec);
        }

        Fill.Status(service, """{"loadBalancer":{}}""");
    }

    private static void CompleteAddress(JsonObject service, JsonObject spec)
    {
        var key = $"{service.Object("metadata")?.Text("namespace")}/{service.Object("metadata")?.Text("name")}";
        if (spec.Text("clusterIP") is null or "")
        {
            spec["clusterIP"] = ServiceAddresses.For(key);
        }

        spec["clusterIPs"] ??= new JsonArray(spec["clusterIP"]!.DeepClone());
        Fill.Missing(spec, """{"ipFamilies":["IPv4"],"ipFamilyPolicy":"SingleStack","internalTrafficPolicy":"Cluster"}""");
        if (spec.Text("type") is "NodePort" or "LoadBalancer")
        {
            spec["externalTrafficPolicy"] ??= "Cluster";
            foreach (var port in spec.Array("ports")?.OfType<JsonObject>() ?? [])
            {
                port["nodePort"] ??= ServiceAddresses.PortFor($"{key}/{port.Integer("port")}/{port.Text("protocol")}");
            }
        }

        if (spec.Text("type") == "LoadBalancer")
        {
            spec["allocateLoadBalancerNodePorts"] ??= true;
        }
    }

    private static IEnumerable<FieldError> Check(JsonObject service)
    {
        var spec = KindRules.SpecOf(service);
        var type = spec.Text("type") ?? "";
        var ports = spec.Array("ports")?.OfType<JsonObject>().ToList() ?? [];
        if (!Types.Contains(type))
        {
            yield return FieldError.NotSupported("spec.type", type, Types);
        }

        if (type == "ExternalName" && spec.Text("externalName") is null or "")
        {
            yield return FieldError.Required("spec.externalName");
        }

        if (ports.Count == 0 && type != "ExternalName" && spec.Text("clusterIP") != Headless)
        {
            yield return FieldError.Required("spec.ports");
        }

        foreach (var error in ports.SelectMany((port, index) => CheckPort(ports, port, index)))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> CheckPort(List<JsonObject> ports, JsonObject port, int index)
    {
        var path = $"spec.ports[{index}]";
        var name = port.Text("name") ?? "";
        if (name.Length == 0 && ports.Count > 1)
        {
            yield return FieldError.Required($"{path}.name");
        }

        foreach (var complaint in name.Length == 0 ? [] : NameRules.Label(name))
        {
            yield return FieldError.Invalid($"{path}.name", name, complaint);
        }

        if (name.Length > 0 && ports.FindIndex(other => other.Text("name") == name) < index)
        {
            yield return FieldError.Duplicate($"{path}.name", name);
        }

        var number = port.Integer("port") ?? 0;
        if (number is < 1 or > 65535)
        {
            yield return FieldError.Invalid($"{path}.port", number, "must be between 1 and 65535, inclusive");
        }
    }

    private static IEnumerable<FieldError> CheckUpdate(JsonObject service, JsonObject old)
    {
        var address = KindRules.SpecOf(service).Text("clusterIP");
        var before = KindRules.SpecOf(old).Text("clusterIP");
        var staysInside = KindRules.SpecOf(service).Text("type") != "ExternalName" && KindRules.SpecOf(old).Text("type") != "ExternalName";
        return staysInside && before is { Length: > 0 } && address != before
            ? [FieldError.Invalid("spec.clusterIPs[0]", GoValue.Raw($"[]string{{{GoValue.Quote(address ?? "")}}}"), "may not change once set")]
            : [];
    }
}
