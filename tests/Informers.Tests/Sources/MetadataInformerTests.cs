using System.Text;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers.Tests.Support;
using static KubeController.Informers.Tests.Support.Json;

namespace KubeController.Informers.Tests.Sources;

/// <summary>Informers that know the metadata alone.</summary>
[CancelAfter(30_000)]
public sealed class MetadataInformerTests
{
    private const string Partial = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

    private static readonly ResourceType ConfigMaps = ResourceType.Of<V1ConfigMap>();

    [Test]
    public async Task Run_EmbeddedServer_FollowsMetadata([Values] bool streams, CancellationToken cancellationToken)
    {
        await using var rig = await SourceRig.StartAsync(cancellationToken);
        await rig.Client.CreateAsync(Maps.New("a"), cancellationToken);
        var informer = rig.Informers.GetOrAdd<PartialObjectMetadata>(new() { Type = ConfigMaps }, options => options.StreamingLists = streams);
        var told = SourceRig.Follow(informer);
        Assert.That(await told.ReadAsync(cancellationToken), Is.EqualTo("+a"));
        await rig.Client.PatchAsync<V1ConfigMap>(new("default", "a"), new MergePatch().Label("app", "x"), cancellationToken);
        await rig.Client.CreateAsync(Maps.New("b"), cancellationToken);
        await rig.Client.DeleteAsync<V1ConfigMap>(new("default", "b"), cancellationToken: cancellationToken);
        Assert.That(new[] { await told.ReadAsync(cancellationToken), await told.ReadAsync(cancellationToken), await told.ReadAsync(cancellationToken) },
            Is.EqualTo(new[] { "a", "+b", "-b" }));
        var item = informer.Store.List().Single();
        Assert.That((item.ApiVersion, item.Kind, item.Metadata.Name, item.Metadata.Labels["app"]), Is.EqualTo(("v1", "ConfigMap", "a", "x")));
        Assert.That(informer.State, Has.Property("UndecodableTotal").EqualTo(0).And.Property("Failures").EqualTo(0).And.Property("UsesStreamingLists").EqualTo(streams));
    }

    [Test]
    public async Task Run_AsksForMetadataAlone_AndKeepsNothingElse([Values] bool serverKnows, CancellationToken cancellationToken)
    {
        using var server = new ScriptedServer();
        using var connection = new ApiConnection(new("http://server.test"), server, new() { MaxRetries = 0 });
        var listWatch = new ListWatch<PartialObjectMetadata>(connection, ConfigMaps);
        var informer = new Informer<PartialObjectMetadata>(listWatch, new() { StreamingLists = false, DropFields = ["/data/key"] });
        await using var running = new Running(informer.RunAsync);
        var list = await server.NextListAsync(cancellationToken);
        Assert.That(list.AcceptHeader, Is.EqualTo("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json"));
        list.ReplyList("9", Sent("a", 1, serverKnows), Sent("b", 2, serverKnows));
        var watch = await server.NextWatchAsync(cancellationToken);
        Assert.That(watch.AcceptHeader, Is.EqualTo(Partial));
        var told = SourceRig.Follow(informer);
        await watch.Accept().ModifiedAsync(Sent("a", 10, serverKnows));
        Assert.That(await told.ReadAsync(cancellationToken), Is.EqualTo("+a"));
        Assert.That(await told.ReadAsync(cancellationToken), Is.EqualTo("+b"));
        Assert.That(await told.ReadAsync(cancellationToken), Is.EqualTo("a"));
        Assert.That(informer.Store.List().Select(item => $"{item.ApiVersion} {item.Kind} {item.Metadata.Name}@{item.Metadata.ResourceVersion}"),
            Is.EqualTo(new[] { "v1 ConfigMap a@10", "v1 ConfigMap b@2" }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task ListRecords_WhateverTheServerSends_KeepsMetadataAlone(bool serverKnows, CancellationToken cancellationToken)
    {
        using var server = new ScriptedServer();
        using var connection = new ApiConnection(new("http://server.test"), server, new() { MaxRetries = 0 });
        var pages = new ListWatch<PartialObjectMetadata>(connection, ConfigMaps)
            .ListRecordsAsync(records: new() { DropFields = ["/data/key"] }, cancellationToken: cancellationToken).GetAsyncEnumerator(cancellationToken);
        var page = pages.MoveNextAsync();
        (await server.NextListAsync(cancellationToken)).ReplyList("9", Sent("a", 1, serverKnows));
        Assert.That(await page, Is.True);
        Assert.That(Encoding.UTF8.GetString(pages.Current.Items.Single().Json.Span), Is.EqualTo(
            """{"metadata":{"name":"a","namespace":"default","uid":"uid-a","resourceVersion":"1"}}"""));
        await pages.DisposeAsync();
    }

    [Test]
    public async Task List_WithoutAnInformer_GivesMetadataOfTheObjectsType(CancellationToken cancellationToken)
    {
        using var server = new ScriptedServer();
        using var connection = new ApiConnection(new("http://server.test"), server, new() { MaxRetries = 0 });
        var pages = new ListWatch<PartialObjectMetadata>(connection, ConfigMaps).ListAsync(cancellationToken: cancellationToken).GetAsyncEnumerator(cancellationToken);
        var page = pages.MoveNextAsync();
        (await server.NextListAsync(cancellationToken)).ReplyList("9", Sent("a", 1, serverKnows: true), Sent("b", 2, serverKnows: false));
        Assert.That(await page, Is.True);
        Assert.That(pages.Current.Undecodable, Is.Empty);
        Assert.That(pages.Current.Items.Select(item => $"{item.ApiVersion} {item.Kind} {item.Metadata.Name}"), Is.EqualTo(new[] { "v1 ConfigMap a", "v1 ConfigMap b" }));
        await pages.DisposeAsync();
    }

    private static string Sent(string name, int version, bool serverKnows) => serverKnows
        ? ConfigMap(name, version)
            .Replace(""" "apiVersion":"v1","kind":"ConfigMap" """.Trim(), """ "apiVersion":"meta.k8s.io/v1","kind":"PartialObjectMetadata" """.Trim(), StringComparison.Ordinal)
            .Replace(""","data":{"key":"v"}""", "", StringComparison.Ordinal)
        : ConfigMap(name, version);
}
