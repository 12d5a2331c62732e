using KubeController.Testing.Http;
using KubeController.Testing.Tests.Resources;

namespace KubeController.Testing.Tests.Access;

internal sealed class AuthorizerTests
{
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";

    private static readonly ApiUser Ann = new("ann", ["system:authenticated"]);

    [TestCase("GET", TestApi.ConfigMaps, 200)]
    [TestCase("GET", "/api/v1/configmaps", 403)]
    [TestCase("GET", "/api/v1/namespaces/kube-system/configmaps", 403)]
    [TestCase("GET", TestApi.ConfigMaps + "/named", 404)]
    [TestCase("DELETE", TestApi.ConfigMaps + "/named", 403)]
    [TestCase("GET", "/api/v1/namespaces/default/secrets/open", 404)]
    [TestCase("GET", "/api/v1/namespaces/default/secrets/shut", 403)]
    [TestCase("GET", "/api/v1/namespaces/default/secrets", 403)]
    [TestCase("GET", TestApi.Pods + "/p/status", 403)]
    [TestCase("GET", "/apis", 200)]
    [TestCase("GET", "/metrics", 403)]
    public async Task Check_WithRoles_AllowsWhatTheyGrantAndNothingElse(string method, string path, int code)
    {
        using var api = await WithRoleAsync(isOn: true);
        Assert.That((await api.SendAsync(method, path, null, user: Ann)).Code, Is.EqualTo(code));
    }

    [Test]
    public async Task Check_SwitchedOff_AllowsEverything()
    {
        using var api = await WithRoleAsync(isOn: false);
        Assert.That((await api.SendAsync("GET", "/api/v1/configmaps", null, user: Ann)).Code, Is.EqualTo(200));
    }

    [Test]
    public async Task Check_Refusal_SaysWhoMayNotDoWhat()
    {
        using var api = await WithRoleAsync(isOn: true);
        var answer = await api.SendAsync("DELETE", $"{TestApi.ConfigMaps}/a", null, user: Ann);
        Assert.That(answer.Message, Is.EqualTo("configmaps \"a\" is forbidden: User \"ann\" cannot delete resource \"configmaps\" in API group \"\" in the namespace \"default\""));
    }

    [Test]
    public async Task Check_BindingTakenAway_IsRefusedAtOnce()
    {
        using var api = await WithRoleAsync(isOn: true);
        await api.DeleteAsync($"{Rbac}/namespaces/default/rolebindings/reader");
        Assert.That((await api.SendAsync("GET", TestApi.ConfigMaps, null, user: Ann)).Code, Is.EqualTo(403));
    }

    private static async Task<TestApi> WithRoleAsync(bool isOn)
    {
        var api = new TestApi(options => options.Rbac = isOn);
        await api.PostAsync($"{Rbac}/namespaces/default/roles", """
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"reader"},"rules":[
              {"apiGroups":[""],"resources":["configmaps"],"verbs":["get","list","watch"]},
              {"apiGroups":[""],"resources":["secrets"],"resourceNames":["open"],"verbs":["get"]},
              {"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]}
            """);
        await api.PostAsync($"{Rbac}/namespaces/default/rolebindings", """
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"reader"},
             "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"reader"},"subjects":[{"kind":"User","name":"ann","apiGroup":"rbac.authorization.k8s.io"}]}
            """);
        return api;
    }
}
