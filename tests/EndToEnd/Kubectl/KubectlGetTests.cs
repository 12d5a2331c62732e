namespace KubeController.EndToEnd.Kubectl;

[TestFixture, CancelAfter(60_000)]
public sealed class KubectlGetTests : KubectlFixture
{
    [Test]
    public async Task Get_CustomResource_PrintsItsColumns()
    {
        await SucceedAsync("create -f -", Manifests.Gadget("a", 3));

        var table = await SucceedAsync("get gadgets");

        Assert.That(table.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(new[] { "NAME", "SIZE", "PHASE", "AGE" }));
        Assert.That(table.Split('\n')[1], Does.Match(@"^a\s+3\s+\d+s"));
    }

    [TestCase("gd")]
    [TestCase("gadget")]
    [TestCase("gadgets.e2e.example.com")]
    [TestCase("gadgets.v1.e2e.example.com")]
    [TestCase("all")]
    public async Task Get_AnyNameOfTheKind_FindsIt(string name)
    {
        await SucceedAsync("create -f -", Manifests.Gadget("a", 3));

        Assert.That(await SucceedAsync($"get {name} -o name"), Does.Contain("gadget.e2e.example.com/a"));
    }

    [TestCase("-o json", "\"kind\": \"Pod\"")]
    [TestCase("-o yaml", "kind: Pod")]
    [TestCase("-o wide", "node-1")]
    [TestCase("-o name", "pod/p")]
    [TestCase("-o jsonpath={.status.phase}", "Running")]
    [TestCase("-o custom-columns=N:.metadata.name,P:.status.phase", "Running")]
    [TestCase("-o go-template={{.status.podIP}}", "10.244.")]
    [TestCase("--show-labels", "app=p")]
    public async Task Get_Pod_EveryFormat(string format, string expected)
    {
        await SucceedAsync("create -f -", Manifests.Pod("p"));
        await SucceedAsync("wait --for=condition=Ready pod/p --timeout=10s");

        Assert.That(await SucceedAsync($"get pod p {format}"), Does.Contain(expected));
    }

    [Test]
    public async Task Get_Pod_TableShowsReadyAndStatus()
    {
        await SucceedAsync("create -f -", Manifests.Pod("p"));
        await SucceedAsync("wait --for=condition=Ready pod/p --timeout=10s");

        var lines = (await SucceedAsync("get pods")).Split('\n');

        Assert.That(lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(new[] { "NAME", "READY", "STATUS", "RESTARTS", "AGE" }));
        Assert.That(lines[1], Does.Match(@"^p\s+1/1\s+Running\s+0\s"));
    }

    [TestCase("-l tier=gold", "a b")]
    [TestCase("-l tier!=gold", "")]
    [TestCase("-l 'tier in (gold,silver)'", "a b")]
    [TestCase("--field-selector metadata.name=a", "a")]
    [TestCase("--field-selector metadata.name!=a", "b")]
    [TestCase("--sort-by=.spec.size", "b a")]
    [TestCase("--chunk-size=1", "a b")]
    public async Task Get_SelectorsAndOrder_PickAndSort(string arguments, string names)
    {
        await SucceedAsync("create -f -", Manifests.Gadget("a", 3) + "\n---\n" + Manifests.Gadget("b", 1));

        var output = await SucceedAsync($"get gadgets -o name {arguments.Replace('\'', '"')}");

        Assert.That(output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('/')[1]), Is.EqualTo(names.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Test]
    public async Task Get_AllNamespaces_ShowsTheNamespace()
    {
        await SucceedAsync("create -f -", Manifests.Gadget("a", 3));

        Assert.That(await SucceedAsync("get gadgets -A"), Does.Contain("NAMESPACE").And.Contain(Namespace));
    }

    [Test]
    public async Task Get_MissingObject_SaysNotFound() =>
        Assert.That(await FailAsync("get gadget none"), Does.Contain("Error from server (NotFound): gadgets.e2e.example.com \"none\" not found"));

    [Test]
    public async Task Get_UnknownKind_SaysSo() =>
        Assert.That(await FailAsync("get nonsense"), Does.Contain("the server doesn't have a resource type \"nonsense\""));

    [Test]
    public async Task Get_Raw_ReturnsTheDocument() =>
        Assert.That(await SucceedAsync("get --raw /version"), Does.Contain("gitVersion"));

    [Test]
    public async Task Describe_PodCustomResourceAndNode_PrintThem()
    {
        await SucceedAsync("create -f -", Manifests.Pod("p") + "\n---\n" + Manifests.Gadget("a", 3));
        await SucceedAsync("wait --for=condition=Ready pod/p --timeout=10s");

        Assert.That(await SucceedAsync("describe pod p"), Does.Match(@"Status:\s+Running").And.Match(@"Node:\s+node-1/"));
        Assert.That(await SucceedAsync("describe gadget a"), Does.Match(@"Size:\s+3"));
        Assert.That(await SucceedAsync("describe node node-1"), Does.Contain("KubeletReady"));
    }

    [Test]
    public async Task ApiResources_ListsKindsWithShortNames()
    {
        var lines = (await SucceedAsync("api-resources")).Split('\n');

        Assert.That(lines, Has.Some.Matches(@"^gadgets\s+gd\s+e2e\.example\.com/v1\s+true\s+Gadget"));
        Assert.That(lines, Has.Some.Matches(@"^pods\s+po\s+v1\s+true\s+Pod"));
        Assert.That(lines, Has.Some.Matches(@"^leases\s+coordination\.k8s\.io/v1\s+true\s+Lease"));
    }

    [Test]
    public async Task ApiVersions_ListsGroups() =>
        Assert.That((await SucceedAsync("api-versions")).Split('\n'), Is.SupersetOf(new[] { "v1", "apps/v1", "e2e.example.com/v1", "rbac.authorization.k8s.io/v1" }));

    [Test]
    public async Task Explain_CustomResource_ShowsItsSchema() =>
        Assert.That(await SucceedAsync("explain gadget.spec.size"), Does.Contain("How large it is."));

    [Test]
    public async Task ClusterInfoAndVersion_AnswerForTheServer()
    {
        Assert.That(await SucceedAsync("cluster-info"), Does.Contain("127.0.0.1"));
        Assert.That(await SucceedAsync("version"), Does.Contain("Server Version: v1.36"));
    }

    [Test]
    public async Task Events_OfTheNamespace_ArePrinted()
    {
        await SucceedAsync("create -f -", $$"""
            apiVersion: v1
            kind: Event
            metadata: {name: e1, namespace: {{Namespace}}}
            involvedObject: {apiVersion: v1, kind: Pod, name: p, namespace: {{Namespace}}}
            reason: Tried
            message: it was tried
            type: Normal
            count: 1
            firstTimestamp: "2026-01-01T00:00:00Z"
            lastTimestamp: "2026-01-01T00:00:00Z"
            """);

        Assert.That(await SucceedAsync("events"), Does.Contain("Tried").And.Contain("it was tried"));
        Assert.That(await SucceedAsync("get events"), Does.Contain("pod/p"));
    }
}
