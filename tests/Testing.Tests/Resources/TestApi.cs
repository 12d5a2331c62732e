using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Testing.Tests.Resources;

/// <summary>The core on a clock that stands still, and requests in one line.</summary>
internal sealed class TestApi : IDisposable
{
    public const string Widgets = "/apis/test.dev/v1/namespaces/default/widgets";
    public const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    public const string Pods = "/api/v1/namespaces/default/pods";
    public const string Crds = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    private const string WidgetCrd = """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.test.dev"},
         "spec":{"group":"test.dev","scope":"Namespaced","names":{"plural":"widgets","kind":"Widget","shortNames":["wd"]},
         "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{}},"selectableFields":[{"jsonPath":".spec.color"}],
         "schema":{"openAPIV3Schema":{"type":"object","properties":{
           "spec":{"type":"object","properties":{"size":{"type":"integer","default":1},"color":{"type":"string","enum":["red","blue"]}}},
           "status":{"type":"object","properties":{"phase":{"type":"string"}}}}}}}]}}
        """;

    public TestApi(Action<ApiServerOptions>? configure = null)
    {
        var options = new ApiServerOptions { TimeProvider = Time, GarbageCollection = false };
        configure?.Invoke(options);
        Core = new ApiCore(options, "secret");
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public ApiCore Core { get; }

    public static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;

    public static string Widget(string name, string rest = "\"spec\":{}") =>
        $$$"""{"apiVersion":"test.dev/v1","kind":"Widget","metadata":{"name":"{{{name}}}"},{{{rest}}} }""";

    public static string ConfigMap(string name, string value = "v") =>
        $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}"},"data":{"k":"{{{value}}}"}}""";

    public static string Pod(string name, string spec = "") =>
        $$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{name}}}"},"spec":{"containers":[{"name":"c","image":"i"}]{{{spec}}} }}""";

    public static async Task<TestApi> WithWidgetsAsync(Action<ApiServerOptions>? configure = null)
    {
        var api = new TestApi(configure);
        await api.PostAsync(Crds, WidgetCrd);
        return api;
    }

    public Task<TestAnswer> GetAsync(string path, string accept = "") => SendAsync("GET", path, null, accept: accept);

    public Task<TestAnswer> PostAsync(string path, string body, string contentType = "application/json") => SendAsync("POST", path, body, contentType);

    public Task<TestAnswer> PutAsync(string path, string body) => SendAsync("PUT", path, body);

    public Task<TestAnswer> MergeAsync(string path, string patch) => SendAsync("PATCH", path, patch, "application/merge-patch+json");

    public Task<TestAnswer> DeleteAsync(string path, string? options = null) => SendAsync("DELETE", path, options);

    public async Task<TestAnswer> SendAsync(string method, string path, string? body, string contentType = "application/json", string accept = "", ApiUser? user = null)
    {
        var request = ApiRequest.Create(method, path) with
        {
            Accept = accept,
            ContentType = body is null ? "" : contentType,
            User = user ?? ApiUser.Admin,
            UserAgent = "test/1",
            Body = body is null ? default : System.Text.Encoding.UTF8.GetBytes(body),
        };
        return new TestAnswer(await Core.HandleAsync(request, CancellationToken.None));
    }

    public async Task<TestWatch> WatchAsync(string path, string accept = "")
    {
        var answer = await GetAsync(path, accept);
        return new TestWatch(answer.Response.Frames ?? throw new InvalidOperationException($"no stream: {answer.Response.Code} {answer.Text}"));
    }

    public async Task<long> RevisionAsync() => long.Parse((await GetAsync("/api/v1/nodes")).Body["metadata"]!["resourceVersion"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);

    public void Dispose() => Core.Dispose();
}
