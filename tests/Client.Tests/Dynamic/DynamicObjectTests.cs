using System.Text.Json.Nodes;
using k8s.Models;
using KubeController.Client.Tests.Scripts;

namespace KubeController.Client.Tests.Dynamic;

/// <summary>Objects without a model, against a whole API server.</summary>
[CancelAfter(60_000)]
public sealed class DynamicObjectTests
{
    private static readonly ResourceType Widgets = new("test.example.com", "v1", "Widget", "widgets");

    [Test]
    public async Task Verbs_TypeFoundByKind_WorkWithoutAModel(CancellationToken cancellationToken)
    {
        await using var server = await EmbeddedServer.StartAsync(overTheNetwork: false);
        await server.Api.ApplyAsync(Widget.Definition, cancellationToken);
        using var discovery = new ApiDiscovery(server.Connection);
        var found = await discovery.FindAsync("widget", cancellationToken);
        Assert.That(found!.Type, Is.EqualTo(Widgets));
        Assert.That(found.IsNamespaced, Is.True);

        var client = server.Client.For(found.Type);
        var created = await client.CreateAsync(new DynamicObject(found.Type, new("default", "a")) { ["spec"] = new JsonObject { ["odd"] = 1 } }, cancellationToken);
        Assert.That(created["spec"]!["odd"]!.GetValue<int>(), Is.EqualTo(1), "unknown fields are kept");
        var patched = await client.PatchAsync<DynamicObject>(new("default", "a"), new MergePatch().Label("l", "m").Set(2, "spec", "odd"), cancellationToken);
        Assert.That(patched.Metadata.Labels["l"], Is.EqualTo("m"));
        patched["spec"]!["odd"] = 3;
        var replaced = await client.ReplaceAsync(patched, cancellationToken);
        Assert.That(replaced["spec"]!["odd"]!.GetValue<int>(), Is.EqualTo(3));

        var listed = await client.ListAsync<DynamicObject>(new() { Namespace = "default" }, cancellationToken);
        Assert.That(listed.Single().Kind, Is.EqualTo("Widget"));
        await foreach (var frame in new ListWatch<DynamicObject>(server.Connection, Widgets).WatchAsync(cancellationToken: cancellationToken))
        {
            Assert.That(frame.Object!["spec"]!["odd"]!.GetValue<int>(), Is.EqualTo(3));
            break;
        }

        await client.DeleteAsync<DynamicObject>(new("default", "a"), new() { Uid = replaced.Metadata.Uid }, cancellationToken);
        Assert.That(await client.ListAsync<DynamicObject>(cancellationToken: cancellationToken), Is.Empty);
    }

    [Test]
    public void FromAndTo_Model_KeepAllOfIt()
    {
        var pod = new V1Pod
        {
            ApiVersion = "v1",
            Kind = "Pod",
            Metadata = new() { Name = "x", CreationTimestamp = new DateTime(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc) },
            Spec = new() { Containers = [new() { Name = "c" }] },
        };
        var dynamic = DynamicObject.From(pod);
        Assert.That(dynamic["spec"]!["containers"]![0]!["name"]!.GetValue<string>(), Is.EqualTo("c"));
        var back = dynamic.To<V1Pod>();
        Assert.That(back.Spec.Containers[0].Name, Is.EqualTo("c"));
        Assert.That(back.Metadata.CreationTimestamp, Is.EqualTo(pod.Metadata.CreationTimestamp));
    }

    [Test]
    public void GetAsync_NoTypeGiven_SaysWhatIsMissing() => Assert.That(
        () => Connect.Client(new ScriptedHandler()).GetAsync<DynamicObject>(new("default", "x")),
        Throws.InvalidOperationException.With.Message.Contains("ResourceClient.For"));
}
