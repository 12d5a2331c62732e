using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeController.Testing.Tests.Resources;

namespace KubeController.Testing.Tests.Http;

[CancelAfter(30_000)]
public sealed class ApiServerTests
{
    [Test]
    public async Task Port_WithTheToken_AnswersAndWithAWrongOneIs401(CancellationToken cancellationToken)
    {
        await using var server = await ApiServer.StartAsync(new ApiServerOptions { Tls = false }, cancellationToken);
        using var client = new HttpClient { BaseAddress = server.Url };
        Assert.That(server.Url.IsLoopback, Is.True);
        Assert.That(await CodeAsync(client, server.Token, cancellationToken), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await CodeAsync(client, "wrong", cancellationToken), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await CodeAsync(client, null, cancellationToken), Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Port_WithTls_ShowsTheCertificateOfTheKubeconfig(CancellationToken cancellationToken)
    {
        await using var server = await ApiServer.StartAsync(cancellationToken: cancellationToken);
        using var authority = X509Certificate2.CreateFromPem(server.CertificateAuthority);
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown!.Thumbprint == authority.Thumbprint };
        using var client = new HttpClient(handler) { BaseAddress = server.Url };
        Assert.That(server.Url.Scheme, Is.EqualTo("https"));
        Assert.That(await CodeAsync(client, server.Token, cancellationToken), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(server.Kubeconfig, Does.Contain(Convert.ToBase64String(Encoding.ASCII.GetBytes(server.CertificateAuthority))));
    }

    [Test]
    public async Task Port_OfAServerThatIsDisposed_IsFreeAgain(CancellationToken cancellationToken)
    {
        var first = await ApiServer.StartAsync(new ApiServerOptions { Tls = false }, cancellationToken);
        using var client = new HttpClient { BaseAddress = first.Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", first.Token);
        using var watch = await client.GetAsync("api/v1/pods?watch=1", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using var stream = await watch.Content.ReadAsStreamAsync(cancellationToken);
        await first.DisposeAsync();
        Assert.That(await stream.ReadAsync(new byte[1], cancellationToken), Is.Zero, "The stream ended cleanly.");
        await first.DisposeAsync();
        await using var second = await ApiServer.StartAsync(new ApiServerOptions { Tls = false, Port = first.Url.Port }, cancellationToken);
        Assert.That(second.Url, Is.EqualTo(first.Url));
    }

    [Test]
    public async Task Kubeconfig_WhenWritten_IsReadableByItsOwnerOnly(CancellationToken cancellationToken)
    {
        await using var server = await ApiServer.StartAsync(new ApiServerOptions { Tls = false }, cancellationToken);
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"kubeconfig-{TestContext.CurrentContext.Test.ID}");
        await File.WriteAllTextAsync(path, "old", cancellationToken);
        await server.WriteKubeconfigAsync(path, cancellationToken);
        Assert.That(await File.ReadAllTextAsync(path, cancellationToken), Is.EqualTo(server.Kubeconfig).And.Contains(server.Token).And.Contains($"server: {server.Url.ToString().TrimEnd('/')}"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }

        File.Delete(path);
    }

    [Test]
    public async Task Handler_WithoutASocket_StreamsAWatch(CancellationToken cancellationToken)
    {
        await using var server = await ApiServer.StartAsync(new ApiServerOptions { Listen = false }, cancellationToken);
        using var client = new HttpClient(server.CreateHandler()) { BaseAddress = server.Url };
        using var watch = await client.GetAsync("api/v1/namespaces/default/configmaps?watch=1&fieldSelector=metadata.name%3Da", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var reader = new StreamReader(await watch.Content.ReadAsStreamAsync(cancellationToken));
        var line = reader.ReadLineAsync(cancellationToken).AsTask();
        Assert.That(line.IsCompleted, Is.False);
        using var body = new StringContent(TestApi.ConfigMap("a"), Encoding.UTF8, "application/json");
        using var created = await client.PostAsync("api/v1/namespaces/default/configmaps", body, cancellationToken);
        Assert.That(created.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await line, Does.StartWith("{\"type\":\"ADDED\""));
        server.CutWatches();
        Assert.That(await reader.ReadLineAsync(cancellationToken), Is.Null);
    }

    [Test]
    public async Task Handler_WhoseReaderGivesUp_LetsGo(CancellationToken cancellationToken)
    {
        await using var server = await ApiServer.StartAsync(new ApiServerOptions { Listen = false }, cancellationToken);
        using var client = new HttpClient(server.CreateHandler()) { BaseAddress = server.Url };
        using var watch = await client.GetAsync("api/v1/pods?watch=1", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using var stream = await watch.Content.ReadAsStreamAsync(cancellationToken);
        using var patience = new CancellationTokenSource();
        var read = stream.ReadAsync(new byte[1], patience.Token).AsTask();
        await patience.CancelAsync();
        Assert.That(async () => await read, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Faults_ForARequest_DelayRefuseOrCutIt(CancellationToken cancellationToken)
    {
        var faults = new Queue<Fault?>([
            new Fault { StatusCode = 429, RetryAfter = TimeSpan.FromSeconds(7) },
            new Fault { Cut = FaultCut.BeforeCommit },
            new Fault { Cut = FaultCut.AfterCommit },
        ]);
        await using var server = await ApiServer.StartAsync(new ApiServerOptions { Listen = false, Faults = info => info.Verb == "create" && faults.TryDequeue(out var fault) ? fault : null }, cancellationToken);
        using var client = new HttpClient(server.CreateHandler()) { BaseAddress = server.Url };
        async Task<HttpResponseMessage> CreateAsync(string name)
        {
            using var body = new StringContent(TestApi.ConfigMap(name), Encoding.UTF8, "application/json");
            return await client.PostAsync("api/v1/namespaces/default/configmaps", body, cancellationToken);
        }

        using var refused = await CreateAsync("a");
        Assert.That((refused.StatusCode, refused.Headers.RetryAfter!.Delta), Is.EqualTo((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(7))));
        Assert.That(async () => await CreateAsync("before"), Throws.TypeOf<HttpRequestException>());
        Assert.That(async () => await CreateAsync("after"), Throws.TypeOf<HttpRequestException>());
        var stored = await client.GetStringAsync("api/v1/namespaces/default/configmaps", cancellationToken);
        Assert.That(stored, Does.Contain("\"after\"").And.Not.Contains("\"before\""));
        Assert.That(server.Requests.Where(record => record.Verb == "create").Select(record => record.Code), Is.EqualTo(new[] { 429, 0, 0 }));
    }

    [Test]
    public async Task Apply_OfManifests_CreatesThenReplaces(CancellationToken cancellationToken)
    {
        await using var server = await ApiServer.StartAsync(new ApiServerOptions { Listen = false }, cancellationToken);
        const string Manifests = """
            apiVersion: v1
            kind: Namespace
            metadata: { name: team }
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: { name: widgets.test.dev }
            spec:
              group: test.dev
              scope: Namespaced
              names: { plural: widgets, kind: Widget }
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { size: { type: integer, maximum: 5 } } } } } }
            ---
            apiVersion: test.dev/v1
            kind: Widget
            metadata: { name: w, namespace: team }
            spec: { size: 3 }
            """;
        await server.ApplyAsync(Manifests, cancellationToken);
        await server.ApplyAsync(Manifests.Replace("size: 3", "size: 4", StringComparison.Ordinal), cancellationToken);
        using var client = new HttpClient(server.CreateHandler()) { BaseAddress = server.Url };
        Assert.That(await client.GetStringAsync("apis/test.dev/v1/namespaces/team/widgets/w", cancellationToken), Does.Contain("\"size\":4"));
        Assert.That(
            async () => await server.ApplyAsync(Manifests.Replace("size: 3", "size: 9", StringComparison.Ordinal), cancellationToken),
            Throws.TypeOf<InvalidOperationException>().With.Message.Contains("spec.size"));
        Assert.That(async () => await server.ApplyAsync("kind: Nothing\napiVersion: v1\nmetadata: {name: x}", cancellationToken), Throws.TypeOf<FormatException>());
    }

    [Test]
    public async Task Requests_AfterARequest_ShowWhatItAskedFor(CancellationToken cancellationToken)
    {
        await using var server = await ApiServer.StartAsync(new ApiServerOptions { Listen = false, GarbageCollection = false, RequestHistorySize = 2 }, cancellationToken);
        using var client = new HttpClient(server.CreateHandler()) { BaseAddress = server.Url };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("probe/1.0");
        foreach (var path in (string[])["api/v1/namespaces/default/pods/p/status", "apis/apps/v1/deployments", "version"])
        {
            using var answer = await client.GetAsync(path, cancellationToken);
        }

        var records = server.Requests;
        Assert.That(records.Select(record => (record.Verb, record.Group, record.Resource, record.Code, record.UserAgent)), Is.EqualTo(new[]
        {
            ("list", "apps", "deployments", 200, "probe/1.0"),
            ("get", "", "", 200, "probe/1.0"),
        }));
    }

    private static async Task<HttpStatusCode> CodeAsync(HttpClient client, string? token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/namespaces");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.SendAsync(request, cancellationToken);
        return answer.StatusCode;
    }
}
