using KubeController.Testing.Http;
using KubeController.Testing.Tests.Resources;

namespace KubeController.Testing.Tests.Access;

internal sealed class EscalationCheckTests
{
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";
    private const string Roles = Rbac + "/namespaces/default/roles";
    private const string Bindings = Rbac + "/namespaces/default/rolebindings";

    private static readonly ApiUser Ann = new("ann", ["system:authenticated"]);

    [TestCase("""{"apiGroups":[""],"resources":["configmaps"],"verbs":["get"]}""", 201)]
    [TestCase("""{"apiGroups":[""],"resources":["configmaps"],"resourceNames":["a"],"verbs":["get"]}""", 201)]
    [TestCase("""{"apiGroups":[""],"resources":["configmaps"],"verbs":["get","delete"]}""", 403)]
    [TestCase("""{"apiGroups":[""],"resources":["configmaps"],"verbs":["*"]}""", 403)]
    [TestCase("""{"apiGroups":["*"],"resources":["configmaps"],"verbs":["get"]}""", 403)]
    [TestCase("""{"apiGroups":[""],"resources":["*"],"verbs":["get"]}""", 403)]
    [TestCase("""{"apiGroups":[""],"resources":["configmaps/status"],"verbs":["get"]}""", 403)]
    [TestCase("""{"apiGroups":[""],"resources":["secrets"],"resourceNames":["open"],"verbs":["get"]}""", 201)]
    [TestCase("""{"apiGroups":[""],"resources":["secrets"],"verbs":["get"]}""", 403)]
    public async Task Check_RoleIsWritten_GrantsOnlyWhatTheWriterHolds(string rule, int code)
    {
        using var api = await WithWriterAsync();
        Assert.That((await api.SendAsync("POST", Roles, Role("new", rule), user: Ann)).Code, Is.EqualTo(code));
    }

    [Test]
    public async Task Check_RoleGrantsMore_NamesTheRightsThatAreMissing()
    {
        using var api = await WithWriterAsync();
        var answer = await api.SendAsync("POST", Roles, Role("big", """{"apiGroups":[""],"resources":["pods","configmaps"],"verbs":["get","delete"]}"""), user: Ann);
        Assert.That(answer.Message, Is.EqualTo(
            "roles.rbac.authorization.k8s.io \"big\" is forbidden: user \"ann\" (groups=[\"system:authenticated\"]) is attempting to grant RBAC permissions not currently held:\n" +
            "{APIGroups:[\"\"], Resources:[\"configmaps\"], Verbs:[\"delete\"]}\n{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"get\" \"delete\"]}"));
    }

    [Test]
    public async Task Check_RoleIsPatchedToGrantMore_IsRefused()
    {
        using var api = await WithWriterAsync();
        var patch = """{"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]}""";
        var answer = await api.SendAsync("PATCH", $"{Roles}/writer", patch, "application/merge-patch+json", user: Ann);
        Assert.That(answer.Code, Is.EqualTo(403));
    }

    [Test]
    public async Task Check_RightsStayAsTheyAre_IsLetThrough()
    {
        using var api = await WithWriterAsync();
        await api.PostAsync(Roles, Role("foreign", """{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}"""));
        var answer = await api.SendAsync("PATCH", $"{Roles}/foreign", """{"metadata":{"finalizers":["test.dev/f"]}}""", "application/merge-patch+json", user: Ann);
        Assert.That(answer.Code, Is.EqualTo(200));
    }

    [TestCase("escalate", 201)]
    [TestCase("bind", 403)]
    public async Task Check_RoleGrantsMore_NeedsEscalate(string verb, int code)
    {
        using var api = await WithWriterAsync(verb);
        var answer = await api.SendAsync("POST", Roles, Role("new", """{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}"""), user: Ann);
        Assert.That(answer.Code, Is.EqualTo(code));
    }

    [TestCase("bind", 201)]
    [TestCase("escalate", 403)]
    public async Task Check_RoleWithMoreIsBound_NeedsBind(string verb, int code)
    {
        using var api = await WithWriterAsync(verb);
        await api.PostAsync(Roles, Role("foreign", """{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}"""));
        Assert.That((await api.SendAsync("POST", Bindings, Binding("new", "Role", "foreign"), user: Ann)).Code, Is.EqualTo(code));
    }

    [TestCase("Role", "writer", 201)]
    [TestCase("Role", "missing", 404)]
    [TestCase("ClusterRole", "cluster-admin", 403)]
    public async Task Check_RoleIsBound_BindsOnlyWhatTheWriterHolds(string kind, string name, int code)
    {
        using var api = await WithWriterAsync();
        Assert.That((await api.SendAsync("POST", Bindings, Binding("new", kind, name), user: Ann)).Code, Is.EqualTo(code));
    }

    private static string Role(string name, string rules) =>
        $$"""{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"{{name}}"},"rules":[{{rules}}]}""";

    private static string Binding(string name, string kind, string role) => $$"""
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"{{name}}"},
         "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"{{kind}}","name":"{{role}}"},"subjects":[{"kind":"User","name":"ann","apiGroup":"rbac.authorization.k8s.io"}]}
        """;

    private static async Task<TestApi> WithWriterAsync(string verb = "get")
    {
        var api = new TestApi(options => options.Rbac = true);
        await api.PostAsync(Roles, Role("writer", $$"""
            {"apiGroups":["rbac.authorization.k8s.io"],"resources":["roles","rolebindings"],"verbs":["create","update","patch","{{verb}}"]},
            {"apiGroups":[""],"resources":["configmaps"],"verbs":["get"]},
            {"apiGroups":[""],"resources":["secrets"],"resourceNames":["open"],"verbs":["get"]}
            """));
        await api.PostAsync(Bindings, Binding("writer", "Role", "writer"));
        return api;
    }
}
