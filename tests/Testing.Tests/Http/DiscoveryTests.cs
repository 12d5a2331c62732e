using KubeController.Testing.Tests.Resources;

namespace KubeController.Testing.Tests.Http;

/// <summary>Item 70, and errors of paths: 10, 11, 72.</summary>
public sealed class DiscoveryTests
{
    [TestCase("/api", "APIVersions")]
    [TestCase("/apis", "APIGroupList")]
    [TestCase("/apis/test.dev", "APIGroup")]
    [TestCase("/apis/test.dev/v1", "APIResourceList")]
    [TestCase("/api/v1", "APIResourceList")]
    public async Task Document_OfAPath_IsOfItsKind(string path, string kind)
    {
        using var api = await TestApi.WithWidgetsAsync();
        Assert.That((await api.GetAsync(path)).Body["kind"]!.GetValue<string>(), Is.EqualTo(kind));
    }

    [Test]
    public async Task Resources_OfACustomGroup_NameWhatTheCrdNames()
    {
        using var api = await TestApi.WithWidgetsAsync();
        var resources = (await api.GetAsync("/apis/test.dev/v1")).Body["resources"]!.AsArray();
        Assert.That(resources.Select(resource => resource!["name"]!.GetValue<string>()), Is.EqualTo(new[] { "widgets", "widgets/status" }));
        Assert.That(resources[0]!["shortNames"]![0]!.GetValue<string>(), Is.EqualTo("wd"));
    }

    [Test]
    public async Task Aggregated_WithTheTagOfBefore_Is304UntilACrdComes()
    {
        using var api = new TestApi();
        const string Accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";
        var first = await api.GetAsync("/apis", Accept);
        var tag = first.Response.Headers.Single(header => header.Key == "ETag").Value;
        var request = Testing.Http.ApiRequest.Create("GET", "/apis") with { Accept = Accept, IfNoneMatch = tag, User = Testing.Http.ApiUser.Admin };
        Assert.That((await api.Core.HandleAsync(request, CancellationToken.None)).Code, Is.EqualTo(304));
        await api.PostAsync(TestApi.Crds, """{"metadata":{"name":"as.test.dev"},"spec":{"group":"test.dev","scope":"Cluster","names":{"plural":"as","kind":"A"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}}]}}""");
        Assert.That((await api.Core.HandleAsync(request, CancellationToken.None)).Code, Is.EqualTo(200));
    }

    [Test]
    public async Task Version_OfTheServer_IsAKubernetesVersion()
    {
        using var api = new TestApi();
        Assert.That((await api.GetAsync("/version")).Body["gitVersion"]!.GetValue<string>(), Does.StartWith("v1.36."));
    }

    [Test]
    public async Task OpenApi_OfAGroup_OffersFieldValidation()
    {
        using var api = await TestApi.WithWidgetsAsync();
        Assert.That((await api.GetAsync("/openapi/v3")).Body["paths"]!.AsObject().ContainsKey("apis/test.dev/v1"), Is.True);
        var document = (await api.GetAsync("/openapi/v3/apis/test.dev/v1")).Body;
        var patch = document["paths"]!["/apis/test.dev/v1/namespaces/{namespace}/widgets/{name}"]!["patch"]!;
        Assert.That(patch["parameters"]!.AsArray().Select(parameter => parameter!["name"]!.GetValue<string>()), Does.Contain("fieldValidation"));
        Assert.That(document["components"]!["schemas"]!["dev.test.v1.Widget"]!["properties"]!["spec"], Is.Not.Null);
    }

    [TestCase("/apis/none.dev/v1/things", 404, "404 page not found\n")]
    [TestCase("/apis/test.dev/v1/namespaces/default/none", 404, "404 page not found\n")]
    [TestCase("/nowhere", 404, "404 page not found\n")]
    public async Task Path_ThatLeadsNowhere_IsAnsweredInText(string path, int code, string text)
    {
        using var api = await TestApi.WithWidgetsAsync();
        var answer = await api.GetAsync(path);
        Assert.That((answer.Code, answer.Text), Is.EqualTo((code, text)));
    }

    [TestCase("GET", "/api/v1/namespaces/default/nothings", 404, "NotFound")]
    [TestCase("POST", "/api/v1/configmaps", 405, "MethodNotAllowed")]
    [TestCase("GET", "/api/v1/namespaces/default/pods/p/exec", 501, "NotImplemented")]
    [TestCase("GET", "/api/v1/namespaces/default/pods/p/exec", 501, "NotImplemented")]
    public async Task Path_OfABuiltInGroupThatIsNotServed_IsAnsweredWithAStatus(string method, string path, int code, string reason)
    {
        using var api = new TestApi();
        var answer = await api.SendAsync(method, path, method == "POST" ? "{}" : null);
        Assert.That((answer.Code, answer.Reason), Is.EqualTo((code, reason)));
    }
}
