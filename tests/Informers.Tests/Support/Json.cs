namespace KubeController.Informers.Tests.Support;

/// <summary>Writes what a server would.</summary>
internal static class Json
{
    /// <summary>A ConfigMap in namespace <c>default</c> unless the name says otherwise.</summary>
    public static string ConfigMap(string name, int resourceVersion, string? uid = null, string value = "v", string? label = null)
    {
        var (space, bare) = name.Split('/') is [var first, var second] ? (first, second) : ("default", name);
        var labels = label is null ? string.Empty : $$""","labels":{"app":"{{label}}"}""";
        return $$$"""
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{bare}}}","namespace":"{{{space}}}","uid":"{{{uid ?? $"uid-{bare}"}}}","resourceVersion":"{{{resourceVersion}}}"{{{labels}}}},"data":{"key":"{{{value}}}"}}
            """.Trim();
    }

    /// <summary>A ConfigMap whose data is none, but whose metadata can be read.</summary>
    public static string Poison(string name, int resourceVersion) => ConfigMap(name, resourceVersion).Replace("""{"key":"v"}""", "17", StringComparison.Ordinal);

    public static string Status(int code, string reason, string message, int? retryAfter = null, string? cause = null)
    {
        var details = new List<string>();
        if (retryAfter is not null)
        {
            details.Add($"\"retryAfterSeconds\":{retryAfter}");
        }

        if (cause is not null)
        {
            details.Add($$"""
                "causes":[{"reason":"{{cause}}"}]
                """.Trim());
        }

        return $$$"""{"kind":"Status","apiVersion":"v1","status":"Failure","message":"{{{message}}}","reason":"{{{reason}}}","code":{{{code}}},"details":{ {{{string.Join(',', details)}}} }}""";
    }
}
