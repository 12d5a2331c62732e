using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>What the server fills in in the spec of a pod, in pods as well as in templates of pods.</summary>
internal static class PodDefaults
{
    private static readonly string[] ContainerLists = ["containers", "initContainers", "ephemeralContainers"];
    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];

    public static void Complete(JsonObject spec)
    {
        Fill.Missing(spec, """
            {"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","securityContext":{},"schedulerName":"default-scheduler"}
            """);
        var account = spec.Text("serviceAccountName") ?? spec.Text("serviceAccount");
        if (account is { Length: > 0 })
        {
            spec["serviceAccountName"] = account;
            spec["serviceAccount"] = account;
        }

        foreach (var container in ContainersOf(spec))
        {
            CompleteContainer(container, spec.Boolean("hostNetwork") == true);
        }

        foreach (var volume in spec.Array("volumes")?.OfType<JsonObject>() ?? [])
        {
            VolumeDefaults.Complete(volume);
        }
    }

    /// <summary>The containers of all lists.</summary>
    public static IEnumerable<JsonObject> ContainersOf(JsonObject spec) => ContainerLists.SelectMany(list => spec.Array(list)?.OfType<JsonObject>() ?? []);

    private static void CompleteContainer(JsonObject container, bool isHostNetwork)
    {
        Fill.Missing(container, """{"resources":{},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File"}""");
        container["imagePullPolicy"] ??= PullsAlways(container.Text("image") ?? "") ? "Always" : "IfNotPresent";
        CompleteResources(container.Object("resources"));
        foreach (var port in container.Array("ports")?.OfType<JsonObject>() ?? [])
        {
            port["protocol"] ??= "TCP";
            if (isHostNetwork && port["hostPort"] is null)
            {
                port["hostPort"] = port["containerPort"]?.DeepClone();
            }
        }

        foreach (var variable in container.Array("env")?.OfType<JsonObject>() ?? [])
        {
            VolumeDefaults.CompleteFieldReference(variable.Object("valueFrom"));
        }

        foreach (var probe in Probes.Select(container.Object).OfType<JsonObject>())
        {
            Fill.Missing(probe, """{"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3}""");
            CompleteHandler(probe);
        }

        foreach (var name in new[] { "postStart", "preStop" })
        {
            CompleteHandler(container.Object("lifecycle")?.Object(name));
        }
    }

    /// <summary>Without a tag, or with the tag latest, an image may change behind its name.</summary>
    private static bool PullsAlways(string image)
    {
        var name = image[(image.LastIndexOf('/') + 1)..];
        return !name.Contains('@') && (!name.Contains(':') || name.EndsWith(":latest", StringComparison.Ordinal));
    }

    private static void CompleteResources(JsonObject? resources)
    {
        foreach (var (name, limit) in resources?.Object("limits") ?? [])
        {
            resources!.ObjectOrNew("requests")[name] ??= limit?.DeepClone();
        }
    }

    private static void CompleteHandler(JsonObject? handler)
    {
        if (handler?.Object("httpGet") is { } request)
        {
            Fill.Missing(request, """{"path":"/","scheme":"HTTP"}""");
        }

        if (handler?.Object("grpc") is { } call)
        {
            Fill.Missing(call, """{"service":""}""");
        }
    }
}
