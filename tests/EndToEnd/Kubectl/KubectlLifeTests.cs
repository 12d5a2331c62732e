namespace KubeController.EndToEnd.Kubectl;

[TestFixture, CancelAfter(60_000)]
public sealed class KubectlLifeTests : KubectlFixture
{
    [Test]
    public async Task Delete_CustomResource_IsGoneWhenItReturns()
    {
        await SucceedAsync("create -f -", Manifests.Gadget("a", 3));

        Assert.That(await SucceedAsync("delete gadget a"), Does.StartWith("gadget.e2e.example.com \"a\" deleted"));
        Assert.That(await FailAsync("get gadget a"), Does.Contain("NotFound"));
    }

    [Test]
    public async Task Delete_WithSelectorAndAll_DeletesThose()
    {
        await SucceedAsync("create -f -", Manifests.Gadget("a", 3) + "\n---\n" + Manifests.Gadget("b", 1));

        await SucceedAsync("delete gadgets -l tier=silver");
        Assert.That(await SucceedAsync("get gadgets -o name"), Does.Contain("/a"));
        await SucceedAsync("delete gadgets --all");
        Assert.That(await SucceedAsync("get gadgets -o name"), Is.Empty);
    }

    [Test]
    public async Task Delete_RunningPod_EndsGracefully()
    {
        await SucceedAsync("create -f -", Manifests.Pod("p"));
        await SucceedAsync("wait --for=condition=Ready pod/p --timeout=10s");

        await SucceedAsync("delete pod p");

        Assert.That(await FailAsync("get pod p"), Does.Contain("NotFound"));
    }

    [TestCase("background")]
    [TestCase("foreground")]
    public async Task Delete_Owner_TakesItsDependants(string cascade)
    {
        await CreateOwnedAsync();

        await SucceedAsync($"delete gadget owner --cascade={cascade}");
        await SucceedAsync("wait --for=delete configmap/child --timeout=10s");
    }

    [Test]
    public async Task Delete_OwnerWithOrphan_LeavesDependants()
    {
        await CreateOwnedAsync();

        await SucceedAsync("delete gadget owner --cascade=orphan");

        Assert.That(await SucceedAsync("get configmap child -o jsonpath={.metadata.ownerReferences}"), Is.Empty);
    }

    [Test]
    public async Task Delete_Namespace_TakesItsContent()
    {
        await SucceedAsync("create -f -", Manifests.Pod("p") + "\n---\n" + Manifests.Gadget("a", 3));

        await SucceedAsync($"delete namespace {Namespace} --timeout=30s");

        Assert.That(await FailAsync($"get namespace {Namespace}"), Does.Contain("NotFound"));
        Assert.That(await SucceedAsync("get gadgets -o name"), Is.Empty);
    }

    [Test]
    public async Task Wait_ConditionJsonPathAndDelete_ReturnWhenTheyHold()
    {
        await SucceedAsync("create -f -", Manifests.Pod("p", "{testing.kubecontroller.dev/run-seconds: \"1\"}"));

        await SucceedAsync("wait --for=condition=PodScheduled pod/p --timeout=10s");
        await SucceedAsync("wait --for=jsonpath={.status.phase}=Succeeded pod/p --timeout=10s");
        Assert.That(await SucceedAsync("get pod p"), Does.Contain("Completed"));
        await SucceedAsync("delete pod p --wait=false");
        await SucceedAsync("wait --for=delete pod/p --timeout=10s");
    }

    [Test]
    public async Task Wait_ConditionThatNeverHolds_TimesOut()
    {
        await SucceedAsync("create -f -", Manifests.Pod("p", "{testing.kubecontroller.dev/end: Unschedulable}"));

        Assert.That(await FailAsync("wait --for=condition=Ready pod/p --timeout=1s"), Does.Contain("timed out waiting"));
    }

    [TestCase("OOMKilled", "OOMKilled")]
    [TestCase("Error", "Error")]
    [TestCase("ImagePullBackOff", "ImagePullBackOff")]
    [TestCase("CreateContainerConfigError", "CreateContainerConfigError")]
    public async Task Pod_ChosenEnd_ShowsInTheStatusColumn(string end, string status)
    {
        await SucceedAsync("create -f -", Manifests.Pod("p", $"{{testing.kubecontroller.dev/end: {end}, testing.kubecontroller.dev/run-seconds: \"0.1\"}}"));

        var lines = await Kubectl.ReadLinesAsync(
            $"--namespace {Namespace} get pod p --watch --no-headers",
            lines => lines.Any(line => line.Contains(status, StringComparison.Ordinal)),
            () => Task.CompletedTask,
            TestContext.CurrentContext.CancellationToken);

        Assert.That(lines[^1], Does.Match($@"^p\s+0/1\s+{status}\s"));
    }

    [Test]
    public async Task GetWatch_ChangesAndDelete_ArePrintedAsTheyCome()
    {
        await SucceedAsync("create -f -", Manifests.Gadget("a", 3));

        var lines = await Kubectl.ReadLinesAsync(
            $"--namespace {Namespace} get gadgets --watch --no-headers --output-watch-events",
            lines => lines.Count == 3,
            async () =>
            {
                await SucceedAsync("patch gadget a --type=merge --patch-file=/dev/stdin", """{"spec":{"size":5}}""");
                await SucceedAsync("delete gadget a");
            },
            TestContext.CurrentContext.CancellationToken);

        Assert.That(lines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[..3])), Is.EqualTo(new[] { "ADDED a 3", "MODIFIED a 5", "DELETED a 5" }));
    }

    [Test]
    public async Task Crd_CreateUseAndDelete_OverKubectl()
    {
        var plural = $"things{Namespace.Replace("-", "", StringComparison.Ordinal)}";
        await SucceedAsync("apply -f -", $$$"""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: {{{plural}}}.e2e.example.com}
            spec:
              group: e2e.example.com
              scope: Cluster
              names: {plural: {{{plural}}}, singular: {{{plural}}}x, kind: Thing{{{Namespace.Replace("-", "", StringComparison.Ordinal)}}}, listKind: Thing{{{Namespace.Replace("-", "", StringComparison.Ordinal)}}}List}
              versions:
              - name: v1
                served: true
                storage: true
                schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true} }
            """);
        await SucceedAsync($"wait --for=condition=Established crd/{plural}.e2e.example.com --timeout=10s");
        Assert.That(await SucceedAsync("get crds"), Does.Contain($"{plural}.e2e.example.com"));
        Assert.That(await SucceedAsync($"get {plural}"), Is.Empty);
        await SucceedAsync($"delete crd {plural}.e2e.example.com");
    }

    private async Task CreateOwnedAsync()
    {
        await SucceedAsync("create -f -", Manifests.Gadget("owner", 1));
        var uid = await SucceedAsync("get gadget owner -o jsonpath={.metadata.uid}");
        await SucceedAsync("create -f -", $$"""
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: child
              ownerReferences:
              - {apiVersion: e2e.example.com/v1, kind: Gadget, name: owner, uid: {{uid}}, controller: true, blockOwnerDeletion: true}
            """);
    }
}
