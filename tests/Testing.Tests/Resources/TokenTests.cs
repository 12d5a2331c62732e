using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using KubeController.Testing.Http;

namespace KubeController.Testing.Tests.Resources;

/// <summary>Items 66, 68, 69.</summary>
public sealed class TokenTests
{
    private const string Accounts = "/api/v1/namespaces/default/serviceaccounts";
    private const string Request = """{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{}}""";

    [Test]
    public async Task Token_OfAnAccount_IsAJwtThatTheServerTakes()
    {
        using var api = new TestApi();
        await api.PostAsync(Accounts, """{"metadata":{"name":"bot"}}""");
        var answer = await api.PostAsync($"{Accounts}/bot/token", Request);
        Assert.That(answer.Code, Is.EqualTo(201), answer.Text);
        Assert.That(answer.Body["status"]!["expirationTimestamp"]!.GetValue<string>(), Is.EqualTo("2026-01-01T01:00:00Z"));
        var token = answer.Body["status"]!["token"]!.GetValue<string>();
        var claims = JsonNode.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[1])))!;
        Assert.That(claims["sub"]!.GetValue<string>(), Is.EqualTo("system:serviceaccount:default:bot"));
        Assert.That(await CodeAsync(api, token), Is.EqualTo(200));
    }

    [Test]
    public async Task Token_WhenItHasRunOutOrItsAccountIsGone_Is401()
    {
        using var api = new TestApi();
        await api.PostAsync(Accounts, """{"metadata":{"name":"bot"}}""");
        var token = (await api.PostAsync($"{Accounts}/bot/token", Request)).Body["status"]!["token"]!.GetValue<string>();
        api.Time.Advance(TimeSpan.FromMinutes(61));
        Assert.That(await CodeAsync(api, token), Is.EqualTo(401));
        var second = (await api.PostAsync($"{Accounts}/bot/token", Request)).Body["status"]!["token"]!.GetValue<string>();
        await api.DeleteAsync($"{Accounts}/bot");
        Assert.That(await CodeAsync(api, second), Is.EqualTo(401));
        Assert.That(await CodeAsync(api, token[..^2] + "xx"), Is.EqualTo(401));
    }

    [TestCase("""{"expirationSeconds":599}""", 422)]
    [TestCase("""{"expirationSeconds":600}""", 201)]
    [TestCase("""{"boundObjectRef":{"kind":"ConfigMap","apiVersion":"v1","name":"x"}}""", 400)]
    [TestCase("""{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"none"}}""", 404)]
    public async Task Token_WithASpec_IsCheckedAsTheServerDoes(string spec, int code)
    {
        using var api = new TestApi();
        await api.PostAsync(Accounts, """{"metadata":{"name":"bot"}}""");
        var answer = await api.PostAsync($"{Accounts}/bot/token", $$"""{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{{spec}} }""");
        Assert.That(answer.Code, Is.EqualTo(code), answer.Text);
    }

    [Test]
    public async Task Token_OfAMissingAccount_Is404()
    {
        using var api = new TestApi();
        Assert.That((await api.PostAsync($"{Accounts}/none/token", Request)).Message, Is.EqualTo("serviceaccounts \"none\" not found"));
    }

    [Test]
    public async Task Request_WithoutCredentials_SeesThePublicPathsOnly()
    {
        using var api = new TestApi();
        async Task<int> AnonymousAsync(string path) => (await api.Core.HandleAsync(ApiRequest.Create("GET", path), CancellationToken.None)).Code;
        Assert.That(await AnonymousAsync("/version"), Is.EqualTo(200));
        Assert.That(await AnonymousAsync("/healthz"), Is.EqualTo(200));
        Assert.That(await AnonymousAsync("/api"), Is.EqualTo(403));
        Assert.That(await AnonymousAsync(TestApi.Pods), Is.EqualTo(403));
    }

    [Test]
    public async Task AccessReview_OfAnything_SaysYesAndWhy()
    {
        using var api = new TestApi();
        var answer = await api.PostAsync("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", """{"kind":"SelfSubjectAccessReview","apiVersion":"authorization.k8s.io/v1","spec":{"resourceAttributes":{"verb":"get","resource":"pods"}}}""");
        Assert.That((answer.Code, answer.Body["status"]!["allowed"]!.GetValue<bool>()), Is.EqualTo((201, true)));
        Assert.That(answer.Body["status"]!["reason"]!.GetValue<string>(), Does.Contain("no authorizer"));
    }

    private static async Task<int> CodeAsync(TestApi api, string token) =>
        (await api.Core.HandleAsync(ApiRequest.Create("GET", TestApi.Pods) with { Authorization = $"Bearer {token}" }, CancellationToken.None)).Code;
}
