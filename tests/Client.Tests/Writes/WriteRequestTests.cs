using System.Net;
using System.Text.Json.Nodes;
using k8s.Models;
using KubeController.Client.Tests.Scripts;

namespace KubeController.Client.Tests.Writes;

/// <summary>The form of the requests that write.</summary>
[CancelAfter(20_000)]
public sealed class WriteRequestTests
{
    private static readonly NamespacedName Key = new("default", "x");

    private static readonly WriteOptions Options = new() { FieldManager = "me", DryRun = true, FieldValidation = FieldValidation.Strict };

    private static V1ConfigMap Map => new() { Metadata = new() { Name = "x", NamespaceProperty = "default" } };

    [Test]
    public async Task Writes_WithOptions_CarryAllOfThem(CancellationToken cancellationToken)
    {
        const string expected = "?fieldManager=me&dryRun=All&fieldValidation=Strict";
        var handler = new ScriptedHandler().Then(HttpStatusCode.OK, Bodies.ConfigMap("x"));
        var client = Connect.Client(handler);
        await client.CreateAsync(Map, Options, cancellationToken);
        await client.ReplaceAsync(Map, Options, cancellationToken);
        await client.ReplaceStatusAsync(Map, Options, cancellationToken);
        await client.PatchAsync<V1ConfigMap>(Key, new MergePatch().Label("a", "b"), Options, cancellationToken);
        await client.PatchStatusAsync<V1ConfigMap>(Key, new MergePatch().Label("a", "b"), Options, cancellationToken);
        await client.ApplyAsync(Map, new() { FieldManager = "me", DryRun = true, FieldValidation = FieldValidation.Strict }, cancellationToken);
        await client.ScaleAsync<V1Deployment>(Key, 3, Options, cancellationToken);
        Assert.That(handler.Requests, Has.Count.EqualTo(7));
        Assert.That(handler.Requests.Select(request => request.PathAndQuery), Has.All.EndsWith(expected));
    }

    [Test]
    public async Task Writes_OptionsOfTheClient_HoldForEveryCall(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.OK, Bodies.ConfigMap("x"));
        var client = new ResourceClient(Connect.To(handler), Options);
        await client.CreateAsync(Map, cancellationToken);
        await client.CreateAsync(Map, new() { FieldManager = "other", FieldValidation = FieldValidation.Ignore }, cancellationToken);
        Assert.That(handler.Requests[0].PathAndQuery, Does.EndWith("?fieldManager=me&dryRun=All&fieldValidation=Strict"));
        Assert.That(handler.Requests[1].PathAndQuery, Does.EndWith("?fieldManager=other&dryRun=All&fieldValidation=Ignore"), "a dry client stays dry");
        await client.DeleteAsync<V1ConfigMap>(Key, new() { Uid = "u" }, cancellationToken);
        Assert.That(
            JsonNode.DeepEquals(
                JsonNode.Parse(handler.Requests[2].Body!),
                JsonNode.Parse("""{"apiVersion":"v1","kind":"DeleteOptions","dryRun":["All"],"preconditions":{"uid":"u"}}""")),
            Is.True,
            handler.Requests[2].Body);
    }

    [Test]
    public async Task ApplyAsync_Object_IsAnApplyPatchWithManagerAndForce(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.OK, Bodies.ConfigMap("x"));
        await Connect.Client(handler).ApplyAsync(Map, new() { FieldManager = "my controller", Force = true }, cancellationToken);
        var request = handler.Requests[0];
        Assert.That(request.Method, Is.EqualTo("PATCH"));
        Assert.That(request.PathAndQuery, Is.EqualTo("/api/v1/namespaces/default/configmaps/x?fieldManager=my%20controller&force=true"));
        Assert.That(request.Message.Content!.Headers.ContentType!.ToString(), Is.EqualTo("application/apply-patch+yaml"));
        Assert.That(request.Body, Is.EqualTo("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","namespace":"default"}}"""));
    }

    [Test]
    public async Task ApplyStatusAsync_Object_GoesToTheSubresource(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.OK, Bodies.ConfigMap("x"));
        using var connection = new ApiConnection(Connect.Server, handler, new() { FieldManager = "me" });
        await new ResourceClient(connection).ApplyStatusAsync(Map, cancellationToken);
        Assert.That(handler.Requests[0].PathAndQuery, Is.EqualTo("/api/v1/namespaces/default/configmaps/x/status?fieldManager=me"));
    }

    [Test]
    public void ApplyAsync_NobodyNamedAManager_SaysWhereToNameIt()
    {
        var handler = new ScriptedHandler();
        Assert.That(
            () => Connect.Client(handler).ApplyAsync(Map), Throws.InvalidOperationException.With.Message.Contains("ApiConnectionOptions.FieldManager"));
        Assert.That(handler.Requests, Is.Empty);
    }

    [Test]
    public void ApplyAsync_FieldOfAnotherManager_ThrowsTheConflictWithItsCauses()
    {
        const string details = """{"causes":[{"reason":"FieldManagerConflict","message":"conflict with \"kubectl\"","field":".data.a"}]}""";
        var handler = new ScriptedHandler().Then(HttpStatusCode.Conflict, Bodies.Status(409, "Conflict", "Apply failed with 1 conflict", details));
        Assert.That(
            () => Connect.Client(handler).ApplyAsync(Map, new ApplyOptions { FieldManager = "me" }),
            Throws.TypeOf<ConflictException>().With.Property(nameof(ApiException.Causes)).One.Property(nameof(V1StatusCause.Field)).EqualTo(".data.a"));
    }

    [Test]
    public async Task PatchAsync_EachKind_NamesItsMediaType(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.OK, Bodies.ConfigMap("x"));
        var client = Connect.Client(handler);
        await client.PatchAsync<V1ConfigMap>(Key, new MergePatch().Label("a", "b"), cancellationToken);
        await client.PatchAsync<V1ConfigMap>(Key, new StrategicMergePatch().Set("b", "data", "a"), cancellationToken);
        await client.PatchAsync<V1ConfigMap>(Key, new JsonPatch().Add("/data/a", "b"), cancellationToken);
        Assert.That(
            handler.Requests.Select(request => request.Message.Content!.Headers.ContentType!.ToString()),
            Is.EqualTo(new[] { "application/merge-patch+json", "application/strategic-merge-patch+json", "application/json-patch+json" }));
        Assert.That(handler.Requests[2].Body, Is.EqualTo("""[{"op":"add","path":"/data/a","value":"b"}]"""));
    }

    [Test]
    public async Task EvictAsync_Pod_PostsAnEvictionWithThePreconditions(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.Created, Bodies.Status(201, "", ""));
        await Connect.Client(handler).EvictAsync(Key, new() { Uid = "u", GracePeriodSeconds = 5 }, cancellationToken);
        Assert.That(handler.Requests[0].Method, Is.EqualTo("POST"));
        Assert.That(handler.Requests[0].PathAndQuery, Is.EqualTo("/api/v1/namespaces/default/pods/x/eviction"));
        var body = JsonNode.Parse(handler.Requests[0].Body!)!;
        Assert.That(body["apiVersion"]!.GetValue<string>(), Is.EqualTo("policy/v1"));
        Assert.That(body["metadata"]!["name"]!.GetValue<string>(), Is.EqualTo("x"));
        Assert.That(body["deleteOptions"]!["preconditions"]!["uid"]!.GetValue<string>(), Is.EqualTo("u"));
    }

    [Test]
    public async Task EvictAsync_BudgetSaysNo_IsNotRepeated(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.TooManyRequests, Bodies.Status(429, "TooManyRequests", "Cannot evict pod"));
        await Catch.Async<TooManyRequestsException>(Connect.Client(handler).EvictAsync(Key, cancellationToken: cancellationToken));
        Assert.That(handler.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task DeleteCollectionAsync_Query_IsOneRequestWithSelectors(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.OK, Bodies.List(""));
        await Connect.Client(handler).DeleteCollectionAsync<V1ConfigMap>(
            new() { Namespace = "default", LabelSelector = "a=b", FieldSelector = "metadata.name!=c" }, new() { DryRun = true }, cancellationToken);
        Assert.That(handler.Requests[0].Method, Is.EqualTo("DELETE"));
        Assert.That(handler.Requests[0].PathAndQuery, Is.EqualTo("/api/v1/namespaces/default/configmaps?labelSelector=a%3Db&fieldSelector=metadata.name%21%3Dc"));
        Assert.That(handler.Requests[0].Body, Does.Contain("\"dryRun\":[\"All\"]"));
    }

    [Test]
    public async Task ReplaceScaleAsync_Scale_PutsItToTheSubresource(CancellationToken cancellationToken)
    {
        const string scale = """{"kind":"Scale","apiVersion":"autoscaling/v1","metadata":{"name":"x","resourceVersion":"7"},"spec":{"replicas":2}}""";
        var handler = new ScriptedHandler().Then(HttpStatusCode.OK, scale);
        var client = Connect.Client(handler);
        var read = await client.GetScaleAsync<V1Deployment>(Key, cancellationToken);
        read.Spec.Replicas = 4;
        await client.ReplaceScaleAsync<V1Deployment>(Key, read, cancellationToken: cancellationToken);
        await client.ScaleAsync<V1Deployment>(Key, 0, cancellationToken: cancellationToken);
        Assert.That(handler.Requests.Select(request => $"{request.Method} {request.PathAndQuery}"), Is.EqualTo(new[]
        {
            "GET /apis/apps/v1/namespaces/default/deployments/x/scale",
            "PUT /apis/apps/v1/namespaces/default/deployments/x/scale",
            "PATCH /apis/apps/v1/namespaces/default/deployments/x/scale",
        }));
        Assert.That(JsonNode.Parse(handler.Requests[1].Body!)!["metadata"]!["resourceVersion"]!.GetValue<string>(), Is.EqualTo("7"));
        Assert.That(handler.Requests[2].Body, Is.EqualTo("""{"spec":{"replicas":0}}"""));
    }
}
