namespace KubeController.Testing.Tests.Resources;

/// <summary>Items 16–20, 48, 49, 72.</summary>
public sealed class DeleteTests
{
    private const string Held = "\"spec\":{}";

    [Test]
    public async Task Delete_OfAConfigMap_AnswersAStatusAndOfAServiceAccountTheObject()
    {
        using var api = new TestApi();
        await api.PostAsync(TestApi.ConfigMaps, TestApi.ConfigMap("a"));
        await api.PostAsync("/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"sa"}}""");
        var status = await api.DeleteAsync($"{TestApi.ConfigMaps}/a");
        var account = await api.DeleteAsync("/api/v1/namespaces/default/serviceaccounts/sa");
        Assert.That(status.Body["status"]!.GetValue<string>(), Is.EqualTo("Success"));
        Assert.That(status.Body["details"]!["kind"]!.GetValue<string>(), Is.EqualTo("configmaps"));
        Assert.That(account.Body["kind"]!.GetValue<string>(), Is.EqualTo("ServiceAccount"));
    }

    [Test]
    [CancelAfter(10_000)]
    public async Task Delete_WithAFinalizer_MarksAndTheLastFinalizerEndsIt()
    {
        using var api = await TestApi.WithWidgetsAsync();
        await api.PostAsync(TestApi.Widgets, TestApi.Widget("a", Held));
        await api.MergeAsync($"{TestApi.Widgets}/a", """{"metadata":{"finalizers":["test.dev/hold"]}}""");
        var revision = await api.RevisionAsync();
        await using var watch = await api.WatchAsync($"{TestApi.Widgets}?watch=1&resourceVersion={revision}");

        var marked = await api.DeleteAsync($"{TestApi.Widgets}/a");
        Assert.That((marked.Code, marked.Meta("deletionTimestamp"), marked.Meta("deletionGracePeriodSeconds"), marked.Meta("generation")), Is.EqualTo((200, "2026-01-01T00:00:00Z", "0", "2")));
        var again = await api.DeleteAsync($"{TestApi.Widgets}/a");
        Assert.That(again.Version, Is.EqualTo(marked.Version), "A second delete changes nothing.");

        var ended = await api.MergeAsync($"{TestApi.Widgets}/a", """{"metadata":{"finalizers":null,"labels":{"last":"words"}}}""");
        Assert.That((ended.Code, ended.Version), Is.EqualTo((200, marked.Version)), "The answer is what was sent, with the old version.");
        Assert.That((await api.GetAsync($"{TestApi.Widgets}/a")).Code, Is.EqualTo(404));

        Assert.That(await watch.NextTextAsync(), Is.EqualTo("MODIFIED a"));
        var deleted = (await watch.NextAsync())!;
        Assert.That(deleted["type"]!.GetValue<string>(), Is.EqualTo("DELETED"));
        Assert.That(deleted["object"]!["metadata"]!["labels"], Is.Null, "The event is what was stored.");
        Assert.That(deleted["object"]!["metadata"]!["resourceVersion"]!.GetValue<string>(), Is.EqualTo($"{revision + 2}"));
    }

    [Test]
    public async Task Delete_WithAPreconditionThatFails_Is409AndNamesTheKind()
    {
        using var api = await TestApi.WithWidgetsAsync();
        var created = await api.PostAsync(TestApi.Widgets, TestApi.Widget("a"));
        var uid = await api.DeleteAsync($"{TestApi.Widgets}/a", """{"preconditions":{"uid":"x"}}""");
        var version = await api.DeleteAsync($"{TestApi.Widgets}/a", """{"preconditions":{"resourceVersion":"1"}}""");
        Assert.That(uid.Code, Is.EqualTo(409));
        Assert.That(uid.Message, Is.EqualTo($"Operation cannot be fulfilled on Widget.test.dev \"a\": the UID in the precondition (x) does not match the UID in record ({created.Meta("uid")}). The object might have been deleted and then recreated"));
        Assert.That(version.Code, Is.EqualTo(409));
        Assert.That((await api.DeleteAsync($"{TestApi.Widgets}/a", $"{{\"preconditions\":{{\"uid\":\"{created.Meta("uid")}\"}}}}")).Code, Is.EqualTo(200));
    }

    [TestCase("Foreground", "foregroundDeletion")]
    [TestCase("Orphan", "orphan")]
    public async Task Delete_WithAPolicy_LeavesTheRestToTheCollector(string policy, string finalizer)
    {
        using var api = await TestApi.WithWidgetsAsync();
        await api.PostAsync(TestApi.Widgets, TestApi.Widget("a"));
        var answer = await api.DeleteAsync($"{TestApi.Widgets}/a?propagationPolicy={policy}");
        Assert.That(answer.Body["metadata"]!["finalizers"]!.AsArray().Select(item => item!.GetValue<string>()), Is.EqualTo(new[] { finalizer }));
    }

    [Test]
    public async Task Delete_OfAPodOnANode_TakesItsGraceAndMayOnlyBeShortened()
    {
        using var api = new TestApi();
        await api.PostAsync(TestApi.Pods, TestApi.Pod("p", ",\"nodeName\":\"n\",\"terminationGracePeriodSeconds\":30"));
        var first = await api.DeleteAsync($"{TestApi.Pods}/p");
        Assert.That((first.Meta("deletionTimestamp"), first.Meta("deletionGracePeriodSeconds"), first.Meta("generation")), Is.EqualTo(("2026-01-01T00:00:30Z", "30", "2")));
        api.Time.Advance(TimeSpan.FromSeconds(1));
        var longer = await api.DeleteAsync($"{TestApi.Pods}/p?gracePeriodSeconds=60");
        Assert.That(longer.Version, Is.EqualTo(first.Version));
        var shorter = await api.DeleteAsync($"{TestApi.Pods}/p?gracePeriodSeconds=10");
        Assert.That((shorter.Meta("deletionTimestamp"), shorter.Meta("generation")), Is.EqualTo(("2026-01-01T00:00:10Z", "2")));
        var last = await api.DeleteAsync($"{TestApi.Pods}/p?gracePeriodSeconds=0");
        Assert.That((last.Code, last.Meta("deletionGracePeriodSeconds")), Is.EqualTo((200, "0")));
        Assert.That((await api.GetAsync($"{TestApi.Pods}/p")).Code, Is.EqualTo(404));
    }

    [Test]
    public async Task Delete_OfAPodWithoutANode_IsMarkedAndGoneInTwoRevisions()
    {
        using var api = new TestApi();
        await api.PostAsync(TestApi.Pods, TestApi.Pod("p"));
        var revision = await api.RevisionAsync();
        var answer = await api.DeleteAsync($"{TestApi.Pods}/p");
        Assert.That(answer.Version, Is.EqualTo($"{revision + 2}"), "The answer carries the revision of the delete.");
        Assert.That(answer.Meta("deletionGracePeriodSeconds"), Is.EqualTo("0"));
    }

    [Test]
    public async Task DeleteCollection_WithASelector_DeletesThoseAndAnswersThemAsTheyWere()
    {
        using var api = new TestApi();
        await api.PostAsync(TestApi.ConfigMaps, """{"metadata":{"name":"a","labels":{"x":"1"}}}""");
        await api.PostAsync(TestApi.ConfigMaps, """{"metadata":{"name":"b","labels":{"x":"2"}}}""");
        var answer = await api.DeleteAsync($"{TestApi.ConfigMaps}?labelSelector=x%3D1");
        Assert.That((answer.Code, answer.Body["kind"]!.GetValue<string>()), Is.EqualTo((200, "ConfigMapList")));
        Assert.That(answer.Names, Is.EqualTo(new[] { "a" }));
        Assert.That((await api.GetAsync(TestApi.ConfigMaps)).Names, Is.EqualTo(new[] { "b" }));
    }

    [Test]
    public async Task Delete_OfANamespaceThatMustStay_Is403()
    {
        using var api = new TestApi();
        var answer = await api.DeleteAsync("/api/v1/namespaces/default");
        Assert.That((answer.Code, answer.Message), Is.EqualTo((403, "namespaces \"default\" is forbidden: this namespace may not be deleted")));
    }

    [Test]
    public async Task Finalize_OfATerminatingNamespace_EndsIt()
    {
        using var api = new TestApi();
        await api.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"going"}}""");
        var marked = await api.DeleteAsync("/api/v1/namespaces/going");
        Assert.That(marked.Body["status"]!["phase"]!.GetValue<string>(), Is.EqualTo("Terminating"), marked.Text);
        var final = marked.Body;
        final["spec"] = new System.Text.Json.Nodes.JsonObject();
        Assert.That((await api.PutAsync("/api/v1/namespaces/going/finalize", final.ToJsonString())).Code, Is.EqualTo(200));
        Assert.That((await api.GetAsync("/api/v1/namespaces/going")).Code, Is.EqualTo(404));
    }
}
