using System.Text.Json.Nodes;

namespace KubeController.Testing.Tests.Resources;

internal sealed class ApplyTests
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    [Test]
    public async Task Apply_AfterClientSideApply_TakesItsFieldsWithoutAConflict()
    {
        using var api = new TestApi();
        var configuration = TestApi.ConfigMap("a", "1");
        var sent = TestApi.Parse(configuration);
        sent["metadata"]!["annotations"] = new JsonObject { [LastApplied] = configuration };
        await api.PostAsync($"{TestApi.ConfigMaps}?fieldManager=kubectl-client-side-apply", sent.ToJsonString());

        var foreign = await ApplyAsync(api, TestApi.ConfigMap("a", "2"), "other");
        var own = await ApplyAsync(api, TestApi.ConfigMap("a", "2"), "kubectl");

        Assert.That((foreign.Code, own.Code), Is.EqualTo((409, 200)), own.Text);
        Assert.That(own.Body["metadata"]!["annotations"]![LastApplied]!.GetValue<string>(), Does.Contain("\"k\":\"2\""));
    }

    [Test]
    public async Task Apply_ByManyAtOnce_LosesNothing()
    {
        using var api = new TestApi();
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(number => Task.Run(() => ApplyAsync(
            api, $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k{{{number}}}":"v"}}""", $"m{number}"))));

        Assert.That(answers.Select(answer => answer.Code), Is.All.AnyOf(200, 201));
        var stored = (await api.GetAsync($"{TestApi.ConfigMaps}/a")).Body;
        Assert.That((stored["data"]!.AsObject().Count, Managers(stored).Count), Is.EqualTo((32, 32)));
    }

    [Test]
    public async Task Apply_DryRun_TellsTheResultAndStoresNothing()
    {
        using var api = new TestApi();
        var answer = await ApplyAsync(api, TestApi.ConfigMap("a"), "m&dryRun=All");
        Assert.That((answer.Code, Managers(answer.Body).Count), Is.EqualTo((201, 1)));
        Assert.That((await api.GetAsync($"{TestApi.ConfigMaps}/a")).Code, Is.EqualTo(404));
    }

    [Test]
    public async Task Update_WithoutAChange_KeepsVersionAndTimes()
    {
        using var api = new TestApi();
        var created = await api.PostAsync(TestApi.ConfigMaps, TestApi.ConfigMap("a"));
        api.Time.Advance(TimeSpan.FromMinutes(1));
        var same = await api.PutAsync($"{TestApi.ConfigMaps}/a", TestApi.ConfigMap("a"));
        Assert.That((same.Version, same.Body["metadata"]!["managedFields"]!.ToJsonString()), Is.EqualTo((created.Version, created.Body["metadata"]!["managedFields"]!.ToJsonString())));
    }

    [Test]
    public async Task Create_OfAService_OwnsDefaultsButNotItsAddress()
    {
        using var api = new TestApi();
        var created = await api.PostAsync("/api/v1/namespaces/default/services", """{"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"ports":[{"port":80}]}}""");
        var spec = created.Body["metadata"]!["managedFields"]![0]!["fieldsV1"]!["f:spec"]!.AsObject();
        Assert.That(created.Body["spec"]!["clusterIP"], Is.Not.Null);
        Assert.That((spec.ContainsKey("f:type"), spec.ContainsKey("f:clusterIP"), spec.ContainsKey("f:clusterIPs")), Is.EqualTo((true, false, false)));
    }

    [Test]
    public async Task Apply_InAnotherServedVersion_ConflictsWithTheFirst()
    {
        using var api = new TestApi();
        await api.PostAsync(TestApi.Crds, """
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"twins.test.dev"},"spec":{"group":"test.dev","scope":"Namespaced",
             "names":{"plural":"twins","kind":"Twin"},"versions":[
               {"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"a":{"type":"string"}}}}}}},
               {"name":"v2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"a":{"type":"string"}}}}}}}]}}
            """);
        var first = await ApplyAsync(api, """{"apiVersion":"test.dev/v1","kind":"Twin","metadata":{"name":"t"},"spec":{"a":"1"}}""", "m1", "/apis/test.dev/v1/namespaces/default/twins/t");
        var second = await ApplyAsync(api, """{"apiVersion":"test.dev/v2","kind":"Twin","metadata":{"name":"t"},"spec":{"a":"2"}}""", "m2", "/apis/test.dev/v2/namespaces/default/twins/t");
        Assert.That((first.Code, second.Code, second.Message), Is.EqualTo((201, 409, "Apply failed with 1 conflict: conflict with \"m1\": .spec.a")));
    }

    [Test]
    public async Task Scale_ByAnUpdate_IsOwnedUnderTheSubresource()
    {
        using var api = new TestApi();
        const string Deployments = "/apis/apps/v1/namespaces/default/deployments";
        await api.PostAsync(Deployments, """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""");
        await api.MergeAsync($"{Deployments}/d/scale?fieldManager=scaler", """{"spec":{"replicas":3}}""");
        var scaler = Managers((await api.GetAsync($"{Deployments}/d")).Body).Single(entry => entry["manager"]!.GetValue<string>() == "scaler");
        Assert.That((scaler["subresource"]!.GetValue<string>(), scaler["fieldsV1"]!.ToJsonString()), Is.EqualTo(("scale", """{"f:spec":{"f:replicas":{}}}""")));
    }

    private static Task<TestAnswer> ApplyAsync(TestApi api, string body, string manager, string path = $"{TestApi.ConfigMaps}/a") =>
        api.SendAsync("PATCH", $"{path}?fieldManager={manager}", body, "application/apply-patch+yaml");

    private static IReadOnlyList<JsonNode> Managers(JsonObject obj) => [.. obj["metadata"]!["managedFields"]!.AsArray().Select(entry => entry!)];
}
