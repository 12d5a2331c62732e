using System.Text.Json.Nodes;

namespace KubeController.Testing.Tests.Resources;

/// <summary>Items 54, 55, 60–63.</summary>
[CancelAfter(20_000)]
public sealed class CustomResourceTests
{
    private const string Versioned = """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"gauges.test.dev"},
         "spec":{"group":"test.dev","scope":"Namespaced","names":{"plural":"gauges","kind":"Gauge"},"versions":[
          {"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string","default":"one"}}}}}}},
          {"name":"v2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"a":{"type":"string"},"c":{"type":"string"}}}}}}},
          {"name":"v0","served":true,"storage":false,"deprecated":true,"deprecationWarning":"v0 is old","schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}},
          {"name":"v3","served":false,"storage":false,"schema":{"openAPIV3Schema":{"type":"object"}}}]}}
        """;

    [Test]
    public async Task Crd_WhenCreated_IsEstablishedAndServedAtOnce()
    {
        using var api = await TestApi.WithWidgetsAsync();
        var crd = (await api.GetAsync($"{TestApi.Crds}/widgets.test.dev")).Body;
        var conditions = crd["status"]!["conditions"]!.AsArray().Select(condition => $"{condition!["type"]}={condition["status"]}");
        Assert.That(conditions, Is.EqualTo(new[] { "NamesAccepted=True", "Established=True" }));
        Assert.That(crd["status"]!["storedVersions"]!.AsArray().Select(version => version!.GetValue<string>()), Is.EqualTo(new[] { "v1" }));
        Assert.That((await api.GetAsync(TestApi.Widgets)).Code, Is.EqualTo(200));
        Assert.That((await api.GetAsync("/apis/test.dev/v1/widgets/a")).Code, Is.EqualTo(404), "A name without a namespace leads nowhere.");
    }

    [Test]
    public async Task Crd_WithATakenKind_IsNeverServed()
    {
        using var api = await TestApi.WithWidgetsAsync();
        var answer = await api.PostAsync(TestApi.Crds, """
            {"metadata":{"name":"gadgets.test.dev"},"spec":{"group":"test.dev","scope":"Namespaced","names":{"plural":"gadgets","kind":"Widget","listKind":"GadgetList","singular":"gadget"},
             "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}}]}}
            """);
        Assert.That(answer.Code, Is.EqualTo(201), answer.Text);
        var conditions = (await api.GetAsync($"{TestApi.Crds}/gadgets.test.dev")).Body["status"]!["conditions"]!.AsArray();
        Assert.That(conditions.Select(condition => $"{condition!["type"]}={condition["status"]} {condition["reason"]}"), Is.EqualTo(new[] { "NamesAccepted=False KindConflict", "Established=False NotAccepted" }));
        Assert.That((await api.GetAsync("/apis/test.dev/v1/namespaces/default/gadgets")).Text, Is.EqualTo("404 page not found\n"));
    }

    [Test]
    public async Task Versions_WithoutConversion_PruneAndDefaultAsTheServerDoes()
    {
        using var api = new TestApi();
        await api.PostAsync(TestApi.Crds, Versioned);
        var created = await api.PostAsync("/apis/test.dev/v2/namespaces/default/gauges", """{"apiVersion":"test.dev/v2","kind":"Gauge","metadata":{"name":"g"},"spec":{"a":"x","c":"y"}}""");
        Assert.That(Spec(created), Is.EqualTo("""{"a":"x"}"""), "What the storage version does not know is lost at the write.");
        var v1 = await api.GetAsync("/apis/test.dev/v1/namespaces/default/gauges/g");
        Assert.That(Spec(v1), Is.EqualTo("""{"a":"x","b":"one"}"""), "The storage version's defaults are added on reads.");
        Assert.That(Spec(await api.GetAsync("/apis/test.dev/v2/namespaces/default/gauges/g")), Is.EqualTo("""{"a":"x"}"""));
        Assert.That((await api.GetAsync("/apis/test.dev/v0/namespaces/default/gauges/g")).Warnings, Is.EqualTo(new[] { "299 - \"v0 is old\"" }));
        Assert.That((await api.GetAsync("/apis/test.dev/v3/namespaces/default/gauges/g")).Code, Is.EqualTo(404));
        Assert.That((await api.GetAsync("/apis/test.dev")).Body["preferredVersion"]!["version"]!.GetValue<string>(), Is.EqualTo("v2"));
    }

    [Test]
    public async Task Crd_WithAChangedSchema_EndsWatchesAndDefaultsWhatIsStored()
    {
        using var api = await TestApi.WithWidgetsAsync();
        var created = await api.PostAsync(TestApi.Widgets, TestApi.Widget("a"));
        await using var watch = await api.WatchAsync($"{TestApi.Widgets}?watch=1&resourceVersion={await api.RevisionAsync()}");
        Assert.That(watch.IsSleeping(), Is.True);
        await api.MergeAsync($"{TestApi.Crds}/widgets.test.dev", """{"metadata":{"labels":{"x":"y"}}}""");
        Assert.That(watch.IsSleeping(), Is.True, "Metadata of the CRD concerns nobody.");
        var changed = await api.SendAsync(
            "PATCH",
            $"{TestApi.Crds}/widgets.test.dev",
            """[{"op":"add","path":"/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/finish","value":{"type":"string","default":"matt"}}]""",
            "application/json-patch+json");
        Assert.That(changed.Code, Is.EqualTo(200), changed.Text);
        Assert.That(watch.IsSleeping(), Is.True, "A running watch goes on for a second,");
        api.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await watch.NextAsync(), Is.Null, "and then ends cleanly.");
        var read = await api.GetAsync($"{TestApi.Widgets}/a");
        Assert.That(read.Body["spec"]!["finish"]!.GetValue<string>(), Is.EqualTo("matt"));
        Assert.That(read.Version, Is.EqualTo(created.Version));
        var touched = await api.MergeAsync($"{TestApi.Widgets}/a", "{}");
        Assert.That(touched.Version, Is.Not.EqualTo(created.Version), "What is stored is what counts as unchanged.");
        Assert.That(touched.Meta("generation"), Is.EqualTo("1"));
    }

    [Test]
    public async Task Crd_WhenDeleted_TakesItsInstancesWithIt()
    {
        using var api = await TestApi.WithWidgetsAsync();
        await api.PostAsync(TestApi.Widgets, TestApi.Widget("free"));
        await api.PostAsync(TestApi.Widgets, """{"apiVersion":"test.dev/v1","kind":"Widget","metadata":{"name":"held","finalizers":["test.dev/hold"]}}""");
        var marked = await api.DeleteAsync($"{TestApi.Crds}/widgets.test.dev");
        Assert.That(marked.Meta("deletionTimestamp"), Is.Not.Null);
        Assert.That((await api.GetAsync(TestApi.Widgets)).Names, Is.EqualTo(new[] { "held" }));
        var late = await api.PostAsync(TestApi.Widgets, TestApi.Widget("late"));
        Assert.That((late.Code, late.Message), Is.EqualTo((403, "widgets.test.dev \"late\" is forbidden: create not allowed while custom resource definition is terminating")));
        await api.MergeAsync($"{TestApi.Widgets}/held", """{"metadata":{"finalizers":null}}""");
        Assert.That((await api.GetAsync($"{TestApi.Crds}/widgets.test.dev")).Code, Is.EqualTo(404));
        Assert.That((await api.GetAsync(TestApi.Widgets)).Text, Is.EqualTo("404 page not found\n"));
    }

    private static string Spec(TestAnswer answer) => ((JsonObject)answer.Body["spec"]!).ToJsonString();
}
