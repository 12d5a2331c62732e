namespace KubeController.Testing.Tests.Resources;

/// <summary>Item 62.</summary>
public sealed class ScaleTests
{
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";

    [Test]
    public async Task Scale_OfADeployment_ShowsAndChangesItsReplicas()
    {
        using var api = new TestApi();
        var created = await api.PostAsync(Deployments, """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"replicas":2,"selector":{"matchLabels":{"a":"b"}},
             "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}
            """);
        Assert.That(created.Code, Is.EqualTo(201), created.Text);
        var scale = await api.GetAsync($"{Deployments}/d/scale");
        Assert.That(scale.Body["kind"]!.GetValue<string>(), Is.EqualTo("Scale"), scale.Text);
        Assert.That((scale.Body["spec"]!["replicas"]!.GetValue<int>(), scale.Body["status"]!["selector"]!.GetValue<string>()), Is.EqualTo((2, "a=b")));
        var changed = await api.MergeAsync($"{Deployments}/d/scale", """{"spec":{"replicas":5}}""");
        Assert.That((changed.Code, changed.Body["spec"]!["replicas"]!.GetValue<int>()), Is.EqualTo((200, 5)));
        var deployment = await api.GetAsync($"{Deployments}/d");
        Assert.That((deployment.Body["spec"]!["replicas"]!.GetValue<int>(), deployment.Meta("generation")), Is.EqualTo((5, "2")));
    }

    [Test]
    public async Task Scale_ToLessThanNothing_Is422()
    {
        using var api = new TestApi();
        await api.PostAsync(Deployments, """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},
             "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}
            """);
        Assert.That((await api.MergeAsync($"{Deployments}/d/scale", """{"spec":{"replicas":-1}}""")).Code, Is.EqualTo(422));
    }
}
