namespace KubeController.Testing.Tests.Resources;

/// <summary>Items 5, 7–9, 30–32, 38–40, 42.</summary>
[CancelAfter(20_000)]
public sealed class WatchTests
{
    [Test]
    public async Task Watch_FromARevision_SendsEveryChangeAfterItOnceAndInOrder()
    {
        using var api = new TestApi();
        await api.PostAsync(TestApi.ConfigMaps, TestApi.ConfigMap("before"));
        var revision = await api.RevisionAsync();
        await api.PostAsync(TestApi.ConfigMaps, TestApi.ConfigMap("a"));
        await using var watch = await api.WatchAsync($"{TestApi.ConfigMaps}?watch=1&resourceVersion={revision}");
        await api.MergeAsync($"{TestApi.ConfigMaps}/a", """{"data":{"k":"2"}}""");
        Assert.That(await watch.NextTextAsync(), Is.EqualTo("ADDED a"));
        Assert.That(await watch.NextTextAsync(), Is.EqualTo("MODIFIED a"));
        Assert.That(watch.IsSleeping(), Is.True);
        await api.DeleteAsync($"{TestApi.ConfigMaps}/a");
        Assert.That(await watch.NextTextAsync(), Is.EqualTo("DELETED a"));
    }

    [Test]
    public async Task Watch_WithASelector_TurnsTransitionsIntoAddedAndDeleted()
    {
        using var api = new TestApi();
        var revision = await api.RevisionAsync();
        await using var watch = await api.WatchAsync($"{TestApi.ConfigMaps}?watch=1&resourceVersion={revision}&labelSelector=x%3D1");
        await api.PostAsync(TestApi.ConfigMaps, TestApi.ConfigMap("a"));
        await api.MergeAsync($"{TestApi.ConfigMaps}/a", """{"metadata":{"labels":{"x":"1"}}}""");
        await api.MergeAsync($"{TestApi.ConfigMaps}/a", """{"data":{"k":"2"}}""");
        var left = await api.MergeAsync($"{TestApi.ConfigMaps}/a", """{"metadata":{"labels":{"x":"2"}}}""");
        await api.DeleteAsync($"{TestApi.ConfigMaps}/a");
        Assert.That(await watch.NextTextAsync(), Is.EqualTo("ADDED a"));
        Assert.That(await watch.NextTextAsync(), Is.EqualTo("MODIFIED a"));
        var deleted = (await watch.NextAsync())!;
        Assert.That(deleted["type"]!.GetValue<string>(), Is.EqualTo("DELETED"));
        Assert.That(deleted["object"]!["metadata"]!["labels"]!["x"]!.GetValue<string>(), Is.EqualTo("1"), "The previous content,");
        Assert.That(deleted["object"]!["metadata"]!["resourceVersion"]!.GetValue<string>(), Is.EqualTo(left.Version), "with the new version.");
        Assert.That(watch.IsSleeping(), Is.True);
    }

    [Test]
    public async Task Watch_FromBeforeACompaction_SendsOneErrorAndEnds()
    {
        using var api = new TestApi();
        var revision = await api.RevisionAsync();
        await api.PostAsync(TestApi.ConfigMaps, TestApi.ConfigMap("a"));
        await using var running = await api.WatchAsync($"{TestApi.ConfigMaps}?watch=1&resourceVersion={revision}");
        api.Core.Cluster.Store.Compact();
        await using var watch = await api.WatchAsync($"{TestApi.ConfigMaps}?watch=1&resourceVersion={revision}");
        var error = (await watch.NextAsync())!;
        Assert.That(error["type"]!.GetValue<string>(), Is.EqualTo("ERROR"));
        Assert.That(error["object"]!["code"]!.GetValue<int>(), Is.EqualTo(410));
        Assert.That(error["object"]!["message"]!.GetValue<string>(), Is.EqualTo($"too old resource version: {revision} ({revision + 1})"));
        Assert.That(await watch.NextAsync(), Is.Null);
        Assert.That(await running.NextTextAsync(), Is.EqualTo("ADDED a"), "A watch that runs already goes on.");
    }

    [Test]
    public async Task Watch_ThatFallsBehindTheHistory_Ends()
    {
        using var api = new TestApi(options => options.HistorySize = 2);
        var revision = await api.RevisionAsync();
        await using var watch = await api.WatchAsync($"{TestApi.ConfigMaps}?watch=1&resourceVersion={revision}");
        foreach (var name in (string[])["a", "b", "c"])
        {
            await api.PostAsync(TestApi.ConfigMaps, TestApi.ConfigMap(name));
        }

        Assert.That(await watch.NextAsync(), Is.Null);
    }

    [Test]
    public async Task Watch_WithInitialEvents_SendsWhatIsThereAndMarksTheEnd()
    {
        using var api = await TestApi.WithWidgetsAsync();
        await api.PostAsync(TestApi.Widgets, TestApi.Widget("b"));
        await api.PostAsync(TestApi.Widgets, TestApi.Widget("a"));
        await using var watch = await api.WatchAsync($"{TestApi.Widgets}?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");
        Assert.That(await watch.NextTextAsync(), Is.EqualTo("ADDED a"));
        Assert.That(await watch.NextTextAsync(), Is.EqualTo("ADDED b"));
        var bookmark = (await watch.NextAsync())!;
        Assert.That(bookmark["type"]!.GetValue<string>(), Is.EqualTo("BOOKMARK"));
        Assert.That(bookmark["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]!.GetValue<string>(), Is.EqualTo("true"));
        Assert.That(bookmark["object"]!["metadata"]!["resourceVersion"]!.GetValue<string>(), Is.EqualTo($"{await api.RevisionAsync()}"));
        await api.PostAsync(TestApi.Widgets, TestApi.Widget("c"));
        Assert.That(await watch.NextTextAsync(), Is.EqualTo("ADDED c"));
    }

    [Test]
    public async Task Watch_WithoutAVersion_BeginsWithWhatIsThere()
    {
        using var api = new TestApi();
        await api.PostAsync(TestApi.ConfigMaps, TestApi.ConfigMap("a"));
        await using var watch = await api.WatchAsync($"{TestApi.ConfigMaps}?watch=1");
        Assert.That(await watch.NextTextAsync(), Is.EqualTo("ADDED a"));
        Assert.That(watch.IsSleeping(), Is.True);
    }

    [TestCase("sendInitialEvents=true")]
    [TestCase("resourceVersionMatch=NotOlderThan&resourceVersion=0")]
    public async Task Watch_WithOptionsThatDoNotGoTogether_Is422(string query)
    {
        using var api = new TestApi();
        Assert.That((await api.GetAsync($"{TestApi.ConfigMaps}?watch=1&{query}")).Code, Is.EqualTo(422));
    }

    [Test]
    public async Task Watch_WithATimeout_EndsCleanlyWithABookmarkBefore()
    {
        using var api = new TestApi();
        var revision = await api.RevisionAsync();
        await using var watch = await api.WatchAsync($"{TestApi.ConfigMaps}?watch=1&resourceVersion={revision}&allowWatchBookmarks=true&timeoutSeconds=10");
        Assert.That(watch.IsSleeping(), Is.True);
        await api.PostAsync("/api/v1/namespaces/default/secrets", """{"metadata":{"name":"s"}}""");
        api.Time.Advance(TimeSpan.FromSeconds(8));
        var bookmark = (await watch.NextAsync())!;
        Assert.That(bookmark["type"]!.GetValue<string>(), Is.EqualTo("BOOKMARK"));
        Assert.That(bookmark["object"]!["metadata"]!["resourceVersion"]!.GetValue<string>(), Is.EqualTo($"{revision + 1}"), "It tells of writes of other kinds too.");
        Assert.That(watch.IsSleeping(), Is.True);
        api.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(await watch.NextAsync(), Is.Null);
    }

    [Test]
    public async Task Watch_WithNothingNewAndNoBookmarksWanted_StaysSilentForAMinute()
    {
        using var api = new TestApi();
        await using var watch = await api.WatchAsync($"{TestApi.ConfigMaps}?watch=1&resourceVersion={await api.RevisionAsync()}");
        Assert.That(watch.IsSleeping(), Is.True);
        api.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.That(watch.IsSleeping(), Is.True);
    }

    [Test]
    public async Task Watch_WithoutATimeout_EndsBetweenHalfAnHourAndAnHour()
    {
        using var api = new TestApi();
        await using var watch = await api.WatchAsync($"{TestApi.ConfigMaps}?watch=1&resourceVersion={await api.RevisionAsync()}");
        Assert.That(watch.IsSleeping(), Is.True);
        api.Time.Advance(TimeSpan.FromMinutes(29));
        Assert.That(watch.IsSleeping(), Is.True);
        api.Time.Advance(TimeSpan.FromMinutes(31));
        Assert.That(await watch.NextAsync(), Is.Null);
    }

    [Test]
    public async Task Watch_WhenCut_EndsCleanlyOrBreaks()
    {
        using var api = new TestApi();
        var revision = await api.RevisionAsync();
        await using var clean = await api.WatchAsync($"{TestApi.ConfigMaps}?watch=1&resourceVersion={revision}");
        Assert.That(clean.IsSleeping(), Is.True);
        api.Core.Cluster.Watches.Cut(abruptly: false);
        Assert.That(await clean.NextAsync(), Is.Null);

        await using var broken = await api.WatchAsync($"{TestApi.ConfigMaps}?watch=1&resourceVersion={revision}");
        Assert.That(broken.IsSleeping(), Is.True);
        api.Core.Cluster.Watches.Cut(abruptly: true);
        Assert.That(async () => await broken.NextAsync(), Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task Watch_ByAThousand_SeesEveryChangeAndSharesItsBytes()
    {
        using var api = new TestApi();
        var revision = await api.RevisionAsync();
        var watches = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => api.WatchAsync($"{TestApi.ConfigMaps}?watch=1&resourceVersion={revision}")));
        foreach (var watch in watches)
        {
            Assert.That(watch.IsSleeping(), Is.True);
        }

        await api.PostAsync(TestApi.ConfigMaps, TestApi.ConfigMap("a"));
        foreach (var watch in watches)
        {
            Assert.That(await watch.NextTextAsync(), Is.EqualTo("ADDED a"));
            await watch.DisposeAsync();
        }

        Assert.That(api.Core.Cluster.Store.ReadChanges("configmaps", revision).Changes[0].Frame, Is.Not.Null, "One frame was written for all.");
    }

    [Test]
    public async Task Watch_AsTable_SaysItsColumnsOnce()
    {
        using var api = new TestApi();
        await api.PostAsync(TestApi.ConfigMaps, TestApi.ConfigMap("a"));
        await api.PostAsync(TestApi.ConfigMaps, TestApi.ConfigMap("b"));
        await using var watch = await api.WatchAsync($"{TestApi.ConfigMaps}?watch=1", "application/json;as=Table;g=meta.k8s.io;v=v1");
        Assert.That((await watch.NextAsync())!["object"]!["columnDefinitions"], Is.Not.Null);
        Assert.That((await watch.NextAsync())!["object"]!["columnDefinitions"], Is.Null);
    }
}
