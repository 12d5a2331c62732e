namespace KubeController.Testing.Tests.Resources;

/// <summary>Items 1–4, 10–15, 20, 27–29, 47, 73 of the conformance list, in short; the recorded stories say the rest.</summary>
public sealed class WriteTests
{
    [Test]
    public async Task Create_OfANewName_Is201WithSystemMetadata()
    {
        using var api = await TestApi.WithWidgetsAsync();
        var answer = await api.PostAsync(TestApi.Widgets, TestApi.Widget("a"));
        Assert.That(answer.Code, Is.EqualTo(201), answer.Text);
        Assert.That(answer.Meta("creationTimestamp"), Is.EqualTo("2026-01-01T00:00:00Z"));
        Assert.That(answer.Meta("generation"), Is.EqualTo("1"));
        Assert.That(Guid.TryParse(answer.Meta("uid"), out _), Is.True);
        Assert.That(answer.Body["spec"]!["size"]!.GetValue<int>(), Is.EqualTo(1), "The schema's default is filled in.");
    }

    [Test]
    public async Task Create_WithTheSameSeed_GivesTheSameUids()
    {
        async Task<string?> UidAsync(int seed)
        {
            using var api = new TestApi(options => options.Seed = seed);
            return (await api.PostAsync(TestApi.ConfigMaps, TestApi.ConfigMap("a"))).Meta("uid");
        }

        var first = await UidAsync(7);
        var again = await UidAsync(7);
        var other = await UidAsync(8);
        Assert.That((again == first, other == first), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task Create_OfATakenName_Is409()
    {
        using var api = new TestApi();
        await api.PostAsync(TestApi.ConfigMaps, TestApi.ConfigMap("a"));
        var answer = await api.PostAsync(TestApi.ConfigMaps, TestApi.ConfigMap("a"));
        Assert.That((answer.Code, answer.Reason, answer.Message), Is.EqualTo((409, "AlreadyExists", "configmaps \"a\" already exists")));
    }

    [Test]
    public async Task Create_InAMissingNamespace_Is404OfTheNamespace()
    {
        using var api = new TestApi();
        var answer = await api.PostAsync("/api/v1/namespaces/none/configmaps", TestApi.ConfigMap("a"));
        Assert.That((answer.Code, answer.Message), Is.EqualTo((404, "namespaces \"none\" not found")));
    }

    [Test]
    public async Task Create_InATerminatingNamespace_Is403WithItsCause()
    {
        using var api = new TestApi();
        await api.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"going"}}""");
        await api.DeleteAsync("/api/v1/namespaces/going");
        var answer = await api.PostAsync("/api/v1/namespaces/going/configmaps", TestApi.ConfigMap("a"));
        Assert.That((answer.Code, answer.Reason), Is.EqualTo((403, "Forbidden")));
        Assert.That(answer.Body["details"]!["causes"]![0]!["reason"]!.GetValue<string>(), Is.EqualTo("NamespaceTerminating"));
    }

    [Test]
    public async Task Create_WithGenerateName_AddsFiveCharacters()
    {
        using var api = new TestApi();
        var answer = await api.PostAsync(TestApi.ConfigMaps, """{"metadata":{"generateName":"x-"}}""");
        Assert.That(answer.Meta("name"), Does.Match("^x-[bcdfghjklmnpqrstvwxz2456789]{5}$"));
    }

    [Test]
    public async Task Update_ThatChangesNothing_ConsumesNoRevision()
    {
        using var api = await TestApi.WithWidgetsAsync();
        var created = await api.PostAsync(TestApi.Widgets, TestApi.Widget("a"));
        var revision = await api.RevisionAsync();
        var put = await api.PutAsync($"{TestApi.Widgets}/a", created.Text);
        var patched = await api.MergeAsync($"{TestApi.Widgets}/a", """{"spec":{"size":1},"metadata":{"labels":{}}}""");
        Assert.That((put.Code, put.Version, patched.Code, patched.Version), Is.EqualTo((200, created.Version, 200, created.Version)));
        Assert.That(await api.RevisionAsync(), Is.EqualTo(revision));
    }

    [Test]
    public async Task Update_WithAStaleVersion_Is409()
    {
        using var api = new TestApi();
        var created = await api.PostAsync(TestApi.ConfigMaps, TestApi.ConfigMap("a"));
        await api.MergeAsync($"{TestApi.ConfigMaps}/a", """{"data":{"k":"2"}}""");
        var answer = await api.PutAsync($"{TestApi.ConfigMaps}/a", created.Text);
        Assert.That((answer.Code, answer.Reason), Is.EqualTo((409, "Conflict")));
        Assert.That(answer.Message, Does.EndWith("the object has been modified; please apply your changes to the latest version and try again"));
    }

    [Test]
    public async Task Update_WithoutAVersion_OverwritesBuiltInKindsAndIsRefusedForCustomOnes()
    {
        using var api = await TestApi.WithWidgetsAsync();
        await api.PostAsync(TestApi.ConfigMaps, TestApi.ConfigMap("a"));
        await api.PostAsync(TestApi.Widgets, TestApi.Widget("a"));
        Assert.That((await api.PutAsync($"{TestApi.ConfigMaps}/a", TestApi.ConfigMap("a", "2"))).Code, Is.EqualTo(200));
        var refused = await api.PutAsync($"{TestApi.Widgets}/a", TestApi.Widget("a"));
        Assert.That((refused.Code, refused.Message), Is.EqualTo((422, "widgets.test.dev \"a\" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update")));
    }

    [Test]
    public async Task Status_ThroughItsSubresource_ChangesNothingElse()
    {
        using var api = await TestApi.WithWidgetsAsync();
        await api.PostAsync(TestApi.Widgets, TestApi.Widget("a", """ "spec":{"size":2},"status":{"phase":"sent"} """));
        var status = await api.MergeAsync($"{TestApi.Widgets}/a/status", """{"metadata":{"labels":{"a":"b"}},"spec":{"size":9},"status":{"phase":"Ready"}}""");
        var main = await api.MergeAsync($"{TestApi.Widgets}/a", """{"spec":{"size":3},"status":{"phase":"Lost"}}""");
        Assert.That(status.Body["spec"]!["size"]!.GetValue<int>(), Is.EqualTo(2));
        Assert.That(status.Body["metadata"]!["labels"], Is.Null);
        Assert.That(status.Meta("generation"), Is.EqualTo("1"));
        Assert.That(main.Body["status"]!["phase"]!.GetValue<string>(), Is.EqualTo("Ready"));
        Assert.That(main.Meta("generation"), Is.EqualTo("2"));
    }

    [Test]
    public async Task DryRun_OfEveryWrite_StoresNothing()
    {
        using var api = new TestApi();
        await api.PostAsync(TestApi.ConfigMaps, TestApi.ConfigMap("a"));
        var revision = await api.RevisionAsync();
        var created = await api.PostAsync($"{TestApi.ConfigMaps}?dryRun=All", TestApi.ConfigMap("b"));
        var changed = await api.MergeAsync($"{TestApi.ConfigMaps}/a?dryRun=All", """{"data":{"k":"2"}}""");
        var deleted = await api.DeleteAsync($"{TestApi.ConfigMaps}/a?dryRun=All");
        Assert.That((created.Code, created.Meta("resourceVersion"), changed.Code, deleted.Code), Is.EqualTo((201, (string?)null, 200, 200)));
        Assert.That(changed.Body["data"]!["k"]!.GetValue<string>(), Is.EqualTo("2"));
        Assert.That(await api.RevisionAsync(), Is.EqualTo(revision));
        Assert.That((await api.PostAsync($"{TestApi.ConfigMaps}?dryRun=Some", TestApi.ConfigMap("b"))).Code, Is.EqualTo(422));
    }

    [TestCase("Warn", 201)]
    [TestCase("Strict", 400)]
    [TestCase("Ignore", 201)]
    public async Task Create_WithAnUnknownField_WarnsOrRefusesAsAsked(string validation, int code)
    {
        using var api = await TestApi.WithWidgetsAsync();
        var answer = await api.PostAsync($"{TestApi.Widgets}?fieldValidation={validation}", TestApi.Widget("a", """ "spec":{"nope":1} """));
        Assert.That(answer.Code, Is.EqualTo(code), answer.Text);
        Assert.That(answer.Warnings, validation == "Warn" ? Is.EqualTo(new[] { "299 - \"unknown field \\\"spec.nope\\\"\"" }) : Is.Empty);
        Assert.That(answer.Body["spec"]?["nope"], Is.Null);
    }

    [Test]
    public async Task Patch_WithoutAVersionByManyAtOnce_LosesNothing()
    {
        using var api = new TestApi();
        await api.PostAsync(TestApi.ConfigMaps, TestApi.ConfigMap("a"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => api.MergeAsync($"{TestApi.ConfigMaps}/a", "{\"data\":{\"k" + i + "\":\"v\"}}"))));
        Assert.That(answers.Select(answer => answer.Code), Is.All.EqualTo(200));
        Assert.That((await api.GetAsync($"{TestApi.ConfigMaps}/a")).Body["data"]!.AsObject(), Has.Count.EqualTo(65));
    }

    [TestCase("application/apply-patch+cbor", 415, "accepted media types include: application/json-patch+json")]
    [TestCase("application/strategic-merge-patch+json", 415, "accepted media types include: application/json-patch+json")]
    [TestCase("text/plain", 415, "accepted media types include: application/json-patch+json")]
    public async Task Patch_OfATypeThatIsNotThere_IsRefusedLoudly(string type, int code, string words)
    {
        using var api = await TestApi.WithWidgetsAsync();
        await api.PostAsync(TestApi.Widgets, TestApi.Widget("a"));
        var answer = await api.SendAsync("PATCH", $"{TestApi.Widgets}/a?fieldManager=m", TestApi.Widget("a"), type);
        Assert.That(answer.Code, Is.EqualTo(code));
        Assert.That(answer.Message, Does.Contain(words));
    }

    [Test]
    public async Task Put_OfAMissingLease_CreatesIt()
    {
        using var api = new TestApi();
        var answer = await api.PutAsync("/apis/coordination.k8s.io/v1/namespaces/default/leases/l", """{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"l","resourceVersion":"5"},"spec":{"holderIdentity":"me"}}""");
        Assert.That(answer.Code, Is.EqualTo(201), answer.Text);
    }

    [Test]
    public async Task Event_WrittenInOneGroup_IsReadInTheOther()
    {
        using var api = new TestApi();
        await api.PostAsync("/api/v1/namespaces/default/events", """{"apiVersion":"v1","kind":"Event","metadata":{"name":"e"},"involvedObject":{"kind":"Pod","name":"p","namespace":"default"},"reason":"R","message":"hello"}""");
        var answer = await api.GetAsync("/apis/events.k8s.io/v1/namespaces/default/events/e");
        Assert.That(answer.Body["note"]!.GetValue<string>(), Is.EqualTo("hello"));
        Assert.That(answer.Body["regarding"]!["name"]!.GetValue<string>(), Is.EqualTo("p"));
        Assert.That(answer.Body["apiVersion"]!.GetValue<string>(), Is.EqualTo("events.k8s.io/v1"));
    }
}
