namespace KubeController.Testing.Tests.Resources;

/// <summary>Items 6, 33–37, 43, 45, 46, 71.</summary>
public sealed class ListTests
{
    [Test]
    public async Task List_OfABuiltInKind_LeavesKindOutOfItsItemsAndACustomOneDoesNot()
    {
        using var api = await TestApi.WithWidgetsAsync();
        await api.PostAsync(TestApi.ConfigMaps, TestApi.ConfigMap("a"));
        await api.PostAsync(TestApi.Widgets, TestApi.Widget("a"));
        var builtIn = (await api.GetAsync(TestApi.ConfigMaps)).Body;
        var custom = (await api.GetAsync(TestApi.Widgets)).Body;
        Assert.That(builtIn["items"]![0]!.AsObject().Select(member => member.Key), Is.EqualTo(new[] { "metadata", "data" }));
        Assert.That(builtIn["metadata"]!["continue"], Is.Null);
        Assert.That(custom["items"]![0]!["kind"]!.GetValue<string>(), Is.EqualTo("Widget"));
        Assert.That(custom["metadata"]!["continue"]!.GetValue<string>(), Is.Empty);
    }

    [Test]
    public async Task List_OfNothing_HasAnEmptyArray()
    {
        using var api = new TestApi();
        Assert.That((await api.GetAsync("/api/v1/namespaces/none/pods")).Body["items"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task List_InPages_ShowsOneStateThroughout()
    {
        using var api = new TestApi();
        foreach (var name in (string[])["a", "b", "c"])
        {
            await api.PostAsync(TestApi.ConfigMaps, TestApi.ConfigMap(name));
        }

        var first = await api.GetAsync($"{TestApi.ConfigMaps}?limit=2");
        await api.PostAsync(TestApi.ConfigMaps, TestApi.ConfigMap("d"));
        await api.DeleteAsync($"{TestApi.ConfigMaps}/c");
        var second = await api.GetAsync($"{TestApi.ConfigMaps}?limit=2&continue={first.Meta("continue")}");
        Assert.That((first.Names, first.Meta("remainingItemCount")), Is.EqualTo((new[] { "a", "b" }, "1")));
        Assert.That(second.Names, Is.EqualTo(new[] { "c" }));
        Assert.That(second.Version, Is.EqualTo(first.Version));
        Assert.That(second.Meta("continue"), Is.Null);
    }

    [Test]
    public async Task List_WithATokenFromBeforeACompaction_Is410WithATokenThatGoesOn()
    {
        using var api = new TestApi();
        foreach (var name in (string[])["a", "b", "c"])
        {
            await api.PostAsync(TestApi.ConfigMaps, TestApi.ConfigMap(name));
        }

        var first = await api.GetAsync($"{TestApi.ConfigMaps}?limit=1");
        await api.DeleteAsync($"{TestApi.ConfigMaps}/b");
        api.Core.Cluster.Store.Compact();
        var expired = await api.GetAsync($"{TestApi.ConfigMaps}?limit=1&continue={first.Meta("continue")}");
        Assert.That((expired.Code, expired.Reason), Is.EqualTo((410, "Expired")));
        Assert.That((await api.GetAsync($"{TestApi.ConfigMaps}?limit=1&continue={expired.Meta("continue")}")).Names, Is.EqualTo(new[] { "c" }));
    }

    [Test]
    public async Task List_ExactlyAtAnOldRevision_ShowsTheStateOfThen()
    {
        using var api = new TestApi();
        var a = await api.PostAsync(TestApi.ConfigMaps, TestApi.ConfigMap("a"));
        await api.PostAsync(TestApi.ConfigMaps, TestApi.ConfigMap("b"));
        Assert.That((await api.GetAsync($"{TestApi.ConfigMaps}?resourceVersion={a.Version}&resourceVersionMatch=Exact")).Names, Is.EqualTo(new[] { "a" }));
        Assert.That((await api.GetAsync($"{TestApi.ConfigMaps}?resourceVersion={a.Version}")).Names, Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    [CancelAfter(10_000)]
    public async Task List_AtAFutureRevision_Is504AfterThreeSeconds()
    {
        using var api = new TestApi();
        var list = api.GetAsync($"{TestApi.ConfigMaps}?resourceVersion=999999");
        api.Time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.That(list.IsCompleted, Is.False);
        api.Time.Advance(TimeSpan.FromSeconds(0.2));
        var answer = await list;
        Assert.That((answer.Code, answer.Reason), Is.EqualTo((504, "Timeout")));
        Assert.That(answer.Message, Does.StartWith("Timeout: Too large resource version: 999999, current: "));
        Assert.That(answer.Response.Headers, Has.Some.Matches<KeyValuePair<string, string>>(header => header is { Key: "Retry-After", Value: "1" }));
    }

    [TestCase("labelSelector=app%3Da", new[] { "p1" })]
    [TestCase("labelSelector=app+in+(a,b),!off", new[] { "p1" })]
    [TestCase("fieldSelector=metadata.name%3Dp2", new[] { "p2" })]
    [TestCase("fieldSelector=spec.nodeName%3Dn1", new[] { "p1" })]
    public async Task List_WithASelector_ShowsWhatMatches(string query, string[] names)
    {
        using var api = new TestApi();
        await api.PostAsync(TestApi.Pods, """{"metadata":{"name":"p1","labels":{"app":"a"}},"spec":{"nodeName":"n1","containers":[{"name":"c","image":"i"}]}}""");
        await api.PostAsync(TestApi.Pods, """{"metadata":{"name":"p2","labels":{"app":"b","off":""}},"spec":{"containers":[{"name":"c","image":"i"}]}}""");
        Assert.That((await api.GetAsync($"{TestApi.Pods}?{query}")).Names, Is.EqualTo(names));
    }

    [TestCase("fieldSelector=spec.nope%3Dx", "field label not supported: spec.nope")]
    [TestCase("limit=two", "strconv.ParseInt: parsing \"two\": invalid syntax")]
    [TestCase("resourceVersion=abc", "invalid resource version: resourceVersion: Invalid value: \"abc\": strconv.ParseUint: parsing \"abc\": invalid syntax")]
    public async Task List_WithAParameterThatCannotBeRead_Is400(string query, string message)
    {
        using var api = new TestApi();
        var answer = await api.GetAsync($"{TestApi.Pods}?{query}");
        Assert.That((answer.Code, answer.Message), Is.EqualTo((400, message)));
    }

    [TestCase("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1", "PartialObjectMetadataList")]
    [TestCase("application/json;as=Table;v=v1;g=meta.k8s.io,application/json", "Table")]
    [TestCase("text/html,application/json;q=0.5", "ConfigMapList")]
    [TestCase("*/*", "ConfigMapList")]
    public async Task List_WithAnAcceptHeader_TakesTheFormAskedFor(string accept, string kind)
    {
        using var api = new TestApi();
        await api.PostAsync(TestApi.ConfigMaps, TestApi.ConfigMap("a"));
        Assert.That((await api.GetAsync(TestApi.ConfigMaps, accept)).Body["kind"]!.GetValue<string>(), Is.EqualTo(kind));
    }

    [TestCase("text/html")]
    [TestCase("application/vnd.kubernetes.protobuf")]
    [TestCase("application/json;as=Tableau;g=meta.k8s.io;v=v1")]
    public async Task List_WithAnAcceptHeaderThatCannotBeMet_Is406(string accept)
    {
        using var api = new TestApi();
        var answer = await api.GetAsync(TestApi.ConfigMaps, accept);
        Assert.That((answer.Code, answer.Reason), Is.EqualTo((406, "NotAcceptable")));
    }
}
