using System.Text;

namespace KubeController.Testing.Bench;

/// <summary>The objects and patches of the runs.</summary>
internal static class Bodies
{
    public const string ConfigMaps = "api/v1/namespaces/default/configmaps";

    public const string Pods = "api/v1/namespaces/default/pods";

    public static string NameOf(string prefix, int i) => $"{prefix}-{i:D6}";

    /// <summary>A ConfigMap with so many characters of data.</summary>
    public static byte[] ConfigMap(string name, int size) => Encoding.UTF8.GetBytes(
        $$$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{{name}}}}","labels":{"app":"bench","tier":"t{{{{name[^1]}}}}"}},"data":{"payload":"{{{{new string('x', size)}}}}"}}""");

    public static byte[] ConfigMapPatch(int i) => Encoding.UTF8.GetBytes($$$$"""{"data":{"round":"{{{{i}}}}"}}""");

    /// <summary>A pod as a Job makes it: two containers, ports, resources, probes; and so many characters of an annotation.</summary>
    public static byte[] Pod(string name, int size) => Encoding.UTF8.GetBytes(
        $$$$$"""
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{{{name}}}}}","labels":{"app":"bench"},"annotations":{"note":"{{{{{new string('x', size)}}}}}"}},"spec":{"containers":[
        {"name":"main","image":"example.com/main:1","ports":[{"containerPort":8080,"name":"http"}],"env":[{"name":"A","value":"1"},{"name":"B","value":"2"}],"resources":{"requests":{"cpu":"100m","memory":"64Mi"},"limits":{"memory":"128Mi"}},"readinessProbe":{"httpGet":{"path":"/ready","port":"http"}}},
        {"name":"side","image":"example.com/side:1","args":["--verbose"],"volumeMounts":[{"name":"work","mountPath":"/work"}]}],"volumes":[{"name":"work","emptyDir":{}}],"restartPolicy":"Never"}}
        """);

    public static byte[] PodStatusPatch(int i) => Encoding.UTF8.GetBytes(
        $$$$"""{"status":{"phase":"Running","message":"round {{{{i}}}}","conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2026-11-28T12:00:00Z"}]}}""");
}
