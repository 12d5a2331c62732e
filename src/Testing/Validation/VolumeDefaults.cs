using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>What the server fills in in the volumes of a pod.</summary>
internal static class VolumeDefaults
{
    private static readonly Dictionary<string, string> Sources = new(StringComparer.Ordinal)
    {
        ["configMap"] = """{"defaultMode":420}""",
        ["secret"] = """{"defaultMode":420}""",
        ["downwardAPI"] = """{"defaultMode":420}""",
        ["projected"] = """{"defaultMode":420}""",
        ["hostPath"] = """{"type":""}""",
    };

    public static void Complete(JsonObject volume)
    {
        if (volume.All(member => member.Key == "name"))
        {
            volume["emptyDir"] = new JsonObject();
        }

        foreach (var (name, defaults) in Sources)
        {
            if (volume.Object(name) is { } source)
            {
                Fill.Missing(source, defaults);
            }
        }

        CompleteFiles(volume.Object("downwardAPI"));
        foreach (var source in volume.Object("projected")?.Array("sources")?.OfType<JsonObject>() ?? [])
        {
            CompleteFiles(source.Object("downwardAPI"));
            if (source.Object("serviceAccountToken") is { } token)
            {
                Fill.Missing(token, """{"expirationSeconds":3600}""");
            }
        }
    }

    /// <summary>A reference to a field of the pod names the version of the pod.</summary>
    public static void CompleteFieldReference(JsonObject? source)
    {
        if (source?.Object("fieldRef") is { } reference)
        {
            reference["apiVersion"] ??= "v1";
        }
    }

    private static void CompleteFiles(JsonObject? downwardApi)
    {
        foreach (var file in downwardApi?.Array("items")?.OfType<JsonObject>() ?? [])
        {
            CompleteFieldReference(file);
        }
    }
}
