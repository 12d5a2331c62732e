using System.Net;
using System.Text.Json.Nodes;
using k8s.Models;
using KubeController.Client.Tests.Scripts;

namespace KubeController.Client.Tests;

[CancelAfter(20_000)]
public sealed class ResourceClientTests
{
    private static readonly NamespacedName Key = new("default", "x");

    [Test]
    public async Task GetAsync_CoreGroup_AsksForThePathAndReadsTheModel(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.OK, Bodies.ConfigMap("x"));
        var read = await Connect.Client(handler).GetAsync<V1ConfigMap>(Key, cancellationToken);
        Assert.That(read.Data["a"], Is.EqualTo("b"));
        Assert.That(handler.Requests[0].Method, Is.EqualTo("GET"));
        Assert.That(handler.Requests[0].PathAndQuery, Is.EqualTo("/api/v1/namespaces/default/configmaps/x"));
    }

    [Test]
    public async Task GetAsync_ClusterScoped_HasNoNamespaceInThePath(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.OK, """{"metadata":{"name":"r"}}""");
        await Connect.Client(handler).GetAsync<V1ClusterRole>(new("", "r:odd name"), cancellationToken);
        Assert.That(handler.Requests[0].PathAndQuery, Is.EqualTo("/apis/rbac.authorization.k8s.io/v1/clusterroles/r%3Aodd%20name"));
    }

    [Test]
    public async Task GetAsync_BaseAddressWithPath_KeepsThePath(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.OK, Bodies.ConfigMap("x"));
        using var connection = new ApiConnection(new Uri("http://proxy.test/k8s/clusters/c-1"), handler);
        await new ResourceClient(connection).GetAsync<V1ConfigMap>(Key, cancellationToken);
        Assert.That(handler.Requests[0].PathAndQuery, Is.EqualTo("/k8s/clusters/c-1/api/v1/namespaces/default/configmaps/x"));
    }

    [Test]
    public async Task GetAsync_ManagedFields_AreNotRead(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(
            HttpStatusCode.OK, """{"metadata":{"name":"x","managedFields":[{"manager":"m","fieldsV1":{"f:a":{}}}],"labels":{"a":"b"}}}""");
        var read = await Connect.Client(handler).GetAsync<V1ConfigMap>(Key, cancellationToken);
        Assert.That(read.Metadata.ManagedFields, Is.Null);
        Assert.That(read.Metadata.Labels["a"], Is.EqualTo("b"));
    }

    [Test]
    public void GetAsync_NotFound_ThrowsWithEverythingInTheMessage()
    {
        var handler = new ScriptedHandler().Then(
            HttpStatusCode.NotFound, Bodies.Status(404, "NotFound", "configmaps \\\"x\\\" not found", """{"name":"x","kind":"configmaps"}"""));
        Assert.That(
            () => Connect.Client(handler).GetAsync<V1ConfigMap>(Key),
            Throws.TypeOf<NotFoundException>()
                .With.Message.EqualTo("get configmaps default/x: 404 NotFound: configmaps \"x\" not found.")
                .And.Property(nameof(NotFoundException.IsResourceTypeUnknown)).False);
    }

    [Test]
    public void GetAsync_AnswerDoesNotDecode_SaysWhereAndKeepsTheCause()
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.OK, """{"metadata":{"name":"x"},"data":5}""");
        Assert.That(
            () => Connect.Client(handler).GetAsync<V1ConfigMap>(Key),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("get configmaps default/x").And.Message.Contains("$.data"));
    }

    [Test]
    public void GetAsync_NoName_IsRefusedBeforeItIsSent()
    {
        var handler = new ScriptedHandler();
        Assert.That(() => Connect.Client(handler).GetAsync<V1ConfigMap>(new("default", "")), Throws.ArgumentException);
        Assert.That(handler.Requests, Is.Empty);
    }

    [TestCase("..", "x")]
    [TestCase("default", ".")]
    [TestCase("default", "..")]
    public void GetAsync_NameThatAnAddressFoldsAway_IsRefused(string space, string name)
    {
        var handler = new ScriptedHandler();
        Assert.That(() => Connect.Client(handler).GetAsync<V1ConfigMap>(new(space, name)), Throws.ArgumentException);
        Assert.That(handler.Requests, Is.Empty);
    }

    [Test]
    public async Task GetAsync_NameWithSlashes_StaysOneSegment(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.OK, Bodies.ConfigMap("x"));
        await Connect.Client(handler).GetAsync<V1ConfigMap>(new("default", "../../secrets/x?a=b#c"), cancellationToken);
        Assert.That(handler.Requests[0].PathAndQuery, Is.EqualTo("/api/v1/namespaces/default/configmaps/..%2F..%2Fsecrets%2Fx%3Fa%3Db%23c"));
    }

    [Test]
    public async Task CreateAsync_Object_PostsItToItsNamespaceWithKindFilledIn(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.Created, Bodies.ConfigMap("x"));
        using var connection = new ApiConnection(Connect.Server, handler, new() { FieldManager = "me", UserAgent = "test/1.0 (unit)" });
        await new ResourceClient(connection).CreateAsync(new V1ConfigMap { Metadata = new() { Name = "x", NamespaceProperty = "default" } }, cancellationToken);
        var request = handler.Requests[0];
        Assert.That(request.Method, Is.EqualTo("POST"));
        Assert.That(request.PathAndQuery, Is.EqualTo("/api/v1/namespaces/default/configmaps?fieldManager=me"));
        Assert.That(request.Body, Is.EqualTo("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","namespace":"default"}}"""));
        Assert.That(request.Message.Content!.Headers.ContentType!.ToString(), Is.EqualTo("application/json"));
        Assert.That(request.Header("User-Agent"), Is.EqualTo("test/1.0, (unit)"));
    }

    [Test]
    public async Task ReplaceStatusAsync_Object_PutsItToTheSubresource(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.OK, """{"metadata":{"name":"x","namespace":"default"}}""");
        await Connect.Client(handler).ReplaceStatusAsync(
            new V1Pod { Metadata = new() { Name = "x", NamespaceProperty = "default", ResourceVersion = "3" }, Status = new() { Phase = "Running" } },
            cancellationToken);
        Assert.That(handler.Requests[0].Method, Is.EqualTo("PUT"));
        Assert.That(handler.Requests[0].PathAndQuery, Is.EqualTo("/api/v1/namespaces/default/pods/x/status"));
        Assert.That(JsonNode.Parse(handler.Requests[0].Body!)!["metadata"]!["resourceVersion"]!.GetValue<string>(), Is.EqualTo("3"));
    }

    [Test]
    public async Task PatchAsync_ExplicitNull_IsSent(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.OK, Bodies.ConfigMap("x"));
        await Connect.Client(handler).PatchAsync<V1ConfigMap>(Key, new MergePatch().Annotation("a", null), cancellationToken);
        Assert.That(handler.Requests[0].Method, Is.EqualTo("PATCH"));
        Assert.That(handler.Requests[0].Body, Is.EqualTo("""{"metadata":{"annotations":{"a":null}}}"""));
        Assert.That(handler.Requests[0].Message.Content!.Headers.ContentType!.MediaType, Is.EqualTo("application/merge-patch+json"));
    }

    [Test]
    public async Task DeleteAsync_Preconditions_AreInTheBody(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.OK, Bodies.Status(200, "", ""));
        await Connect.Client(handler).DeleteAsync<V1ConfigMap>(
            Key, new() { Uid = "u", ResourceVersion = "9", GracePeriodSeconds = 0, PropagationPolicy = PropagationPolicy.Foreground }, cancellationToken);
        Assert.That(handler.Requests[0].Method, Is.EqualTo("DELETE"));
        Assert.That(
            JsonNode.DeepEquals(
                JsonNode.Parse(handler.Requests[0].Body!),
                JsonNode.Parse("""
                    {"kind":"DeleteOptions","apiVersion":"v1","gracePeriodSeconds":0,"propagationPolicy":"Foreground",
                     "preconditions":{"uid":"u","resourceVersion":"9"}}
                    """)),
            Is.True,
            handler.Requests[0].Body);
    }

    [Test]
    public async Task CreateTokenAsync_NoSpec_ReturnsTheTokenOfTheAnswer(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(
            HttpStatusCode.Created, """{"kind":"TokenRequest","metadata":{},"spec":{},"status":{"token":"t0","expirationTimestamp":"2030-01-02T03:04:05Z"}}""");
        var status = await Connect.Client(handler).CreateTokenAsync(new("default", "robot"), cancellationToken: cancellationToken);
        Assert.That(status.Token, Is.EqualTo("t0"));
        Assert.That(status.ExpirationTimestamp, Is.EqualTo(new DateTime(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc)));
        Assert.That(handler.Requests[0].PathAndQuery, Is.EqualTo("/api/v1/namespaces/default/serviceaccounts/robot/token"));
        Assert.That(handler.Requests[0].Body, Does.Contain("\"audiences\":[]"));
    }

    [Test]
    public async Task ListAsync_TwoPages_ReturnsBothAndSendsSelectors(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler()
            .Then(HttpStatusCode.OK, Bodies.List(Bodies.ConfigMap("a"), """{"resourceVersion":"7","continue":"next+page","remainingItemCount":1}"""))
            .Then(HttpStatusCode.OK, Bodies.List(Bodies.ConfigMap("b"), """{"resourceVersion":"7","continue":""}"""));
        var all = await Connect.Client(handler).ListAsync<V1ConfigMap>(
            new() { Namespace = "default", LabelSelector = "a in (b,c)", FieldSelector = "metadata.name!=z", PageSize = 1 }, cancellationToken);
        Assert.That(all.Select(one => one.Metadata.Name), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(handler.Requests[0].PathAndQuery, Is.EqualTo(
            "/api/v1/namespaces/default/configmaps?labelSelector=a%20in%20%28b%2Cc%29&fieldSelector=metadata.name%21%3Dz&limit=1"));
        Assert.That(handler.Requests[1].PathAndQuery, Does.EndWith("&limit=1&continue=next%2Bpage"));
    }

    [Test]
    public async Task ListAsync_ContinueTokenExpired_ReadsTheWholeListInOnePiece(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler()
            .Then(HttpStatusCode.OK, Bodies.List(Bodies.ConfigMap("a"), """{"resourceVersion":"7","continue":"x"}"""))
            .Then(HttpStatusCode.Gone, Bodies.Status(410, "Expired", "The provided continue parameter is too old"))
            .Then(HttpStatusCode.OK, Bodies.List(Bodies.ConfigMap("a") + "," + Bodies.ConfigMap("b")));
        var all = await Connect.Client(handler).ListAsync<V1ConfigMap>(cancellationToken: cancellationToken);
        Assert.That(all, Has.Count.EqualTo(2));
        Assert.That(handler.Requests[2].PathAndQuery, Is.EqualTo("/api/v1/configmaps"));
    }

    [Test]
    public void ListAsync_UndecodableAndNobodyToTell_FailsAndNamesIt()
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.OK, Bodies.List(Bodies.ConfigMap("a") + ",{\"metadata\":{\"name\":\"bad\"},\"data\":7}"));
        Assert.That(
            () => Connect.Client(handler).ListAsync<V1ConfigMap>(),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("'bad'").And.Message.Contains("OnUndecodable"));
    }

    [Test]
    public async Task ListAsync_UndecodableAndSomebodyToTell_ServesTheOthers(CancellationToken cancellationToken)
    {
        var handler = new ScriptedHandler().Then(HttpStatusCode.OK, Bodies.List(Bodies.ConfigMap("a") + ",{\"metadata\":{\"name\":\"bad\"},\"data\":7}"));
        var told = new List<UndecodableObject>();
        var all = await Connect.Client(handler).ListAsync<V1ConfigMap>(new() { OnUndecodable = told.Add }, cancellationToken);
        Assert.That(all, Has.Count.EqualTo(1));
        Assert.That(told.Single().Key, Is.EqualTo(new NamespacedName("", "bad")));
    }
}
