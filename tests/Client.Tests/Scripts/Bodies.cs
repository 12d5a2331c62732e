namespace KubeController.Client.Tests.Scripts;

/// <summary>What servers answer.</summary>
internal static class Bodies
{
    public static string ConfigMap(string name, string resourceVersion = "5", string @namespace = "default") =>
        $$$"""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"{{{name}}}","namespace":"{{{@namespace}}}","resourceVersion":"{{{resourceVersion}}}"},"data":{"a":"b"}}""";

    public static string Status(int code, string reason, string message, string details = "{}") =>
        $$"""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"{{message}}","reason":"{{reason}}","details":{{details}},"code":{{code}}}""";

    public static string List(string items, string metadata = """{"resourceVersion":"100"}""") =>
        $$"""{"kind":"ConfigMapList","apiVersion":"v1","metadata":{{metadata}},"items":[{{items}}]}""";

    public static string Frame(string type, string content) => $$"""{"type":"{{type}}","object":{{content}}}""" + "\n";
}
