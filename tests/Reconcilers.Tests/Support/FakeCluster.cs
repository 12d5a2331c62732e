using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using k8s;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Reconcilers.Tests.Support;

/// <summary>Lists and watches of a few resource types, and nothing else: for tests of when a controller does something, under their full control.</summary>
internal sealed class FakeCluster : HttpMessageHandler
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly Lock _lock = new();
    private readonly Dictionary<string, FakeCollection> _collections = [];
    private int _version = 1;

    /// <summary>Gets or sets what a list waits for before it is answered.</summary>
    public Func<string, Task> BeforeList { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Gets or sets what a watch waits for before it is answered.</summary>
    public Func<string, Task> BeforeWatch { get; set; } = static _ => Task.CompletedTask;

    public ApiConnection Connect(TimeProvider timeProvider) =>
        new(new("http://fake.cluster/"), this, new() { TimeProvider = timeProvider, Random = () => 0.5 });

    /// <summary>Makes a resource type known; without it the server answers 404, as if its definition was missing.</summary>
    public FakeCluster Install<T>()
    {
        lock (_lock)
        {
            _collections.TryAdd(PathOf(ResourceType.Of<T>()), new());
            return this;
        }
    }

    /// <summary>Creates or replaces an object.</summary>
    public void Put<T>(T resource)
        where T : class, IKubernetesObject<V1ObjectMeta> => Change(resource, isDeleted: false);

    public void Delete<T>(T resource)
        where T : class, IKubernetesObject<V1ObjectMeta> => Change(resource, isDeleted: true);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        var isStreamed = request.RequestUri.Query.Contains("sendInitialEvents=true", StringComparison.Ordinal);
        if (!isStreamed && request.RequestUri.Query.Contains("watch=true", StringComparison.Ordinal))
        {
            await BeforeWatch(path).WaitAsync(cancellationToken);
            lock (_lock)
            {
                return _collections.TryGetValue(path, out var watched) ? Answer(HttpStatusCode.OK, watched.Watch(VersionIn(request.RequestUri.Query))) : NotFound(path);
            }
        }

        await BeforeList(path).WaitAsync(cancellationToken);
        lock (_lock)
        {
            if (isStreamed)
            {
                return _collections.TryGetValue(path, out var streamed) ? Answer(HttpStatusCode.OK, streamed.Stream(_version)) : NotFound(path);
            }

            if (!_collections.TryGetValue(path, out var listed))
            {
                return NotFound(path);
            }

            var list = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = $"{_version}" }, ["items"] = listed.Items() };
            return Answer(HttpStatusCode.OK, new StringContent(list.ToJsonString(), Encoding.UTF8, "application/json"));
        }
    }

    private static string PathOf(ResourceType type) => type.Group.Length == 0 ? $"/api/{type.Version}/{type.Plural}" : $"/apis/{type.Group}/{type.Version}/{type.Plural}";

    private static int VersionIn(string query) => query.TrimStart('?').Split('&').Where(part => part.StartsWith("resourceVersion=", StringComparison.Ordinal))
        .Select(part => int.TryParse(part.AsSpan("resourceVersion=".Length), out var version) ? version : 0).FirstOrDefault();

    private static HttpResponseMessage NotFound(string path) => Answer(HttpStatusCode.NotFound, new StringContent(
        $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404,"message":"no {{path}} here"}""", Encoding.UTF8, "application/json"));

    private static HttpResponseMessage Answer(HttpStatusCode status, HttpContent content) => new(status) { Content = content };

    private void Change<T>(T resource, bool isDeleted)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        lock (_lock)
        {
            var type = ResourceType.Of<T>();
            resource.ApiVersion = type.ApiVersion;
            resource.Kind = type.Kind;
            resource.Metadata.ResourceVersion = $"{++_version}";
            var node = JsonNode.Parse(KubernetesJson.Serialize(resource))!.AsObject();
            _collections[PathOf(type)].Change(NamespacedName.Of(resource).ToString(), node, isDeleted, _version);
        }
    }

    private sealed class FakeCollection
    {
        private readonly Dictionary<string, JsonObject> _objects = [];
        private readonly List<(int Version, string Frame)> _history = [];
        private readonly List<PipeWriter> _watches = [];

        public JsonArray Items() => [.. _objects.Values.Select(item => item.DeepClone())];

        public void Change(string key, JsonObject resource, bool isDeleted, int version)
        {
            var type = isDeleted ? "DELETED" : _objects.ContainsKey(key) ? "MODIFIED" : "ADDED";
            _objects[key] = resource;
            if (isDeleted)
            {
                _objects.Remove(key);
            }

            var frame = new JsonObject { ["type"] = type, ["object"] = resource.DeepClone() }.ToJsonString(Json) + "\n";
            _history.Add((version, frame));
            _watches.ForEach(watch => Write(watch, frame));
        }

        public StreamContent Watch(int after) => Open(_history.Where(change => change.Version > after).Select(change => change.Frame));

        /// <summary>A watch that begins with the present state, and a bookmark that ends it.</summary>
        public StreamContent Stream(int version) => Open(_objects.Values
            .Select(item => new JsonObject { ["type"] = "ADDED", ["object"] = item.DeepClone() }.ToJsonString(Json) + "\n")
            .Append($$"""{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"{{version}}","annotations":{"k8s.io/initial-events-end":"true"} } } }""" + "\n"));

        private StreamContent Open(IEnumerable<string> frames)
        {
            var pipe = new Pipe(new(pauseWriterThreshold: 0));
            _watches.Add(pipe.Writer);
            foreach (var frame in frames)
            {
                Write(pipe.Writer, frame);
            }

            var content = new StreamContent(pipe.Reader.AsStream());
            content.Headers.ContentType = new("application/json");
            return content;
        }

        private static void Write(PipeWriter watch, string frame)
        {
            watch.Write(Encoding.UTF8.GetBytes(frame));

            // Completes at once: the pipe never makes its writer wait. A reader that has gone does not matter.
            Assert.That(watch.FlushAsync().AsTask().IsCompletedSuccessfully);
        }
    }
}
