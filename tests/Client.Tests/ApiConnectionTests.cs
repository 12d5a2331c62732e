using k8s;
using k8s.Models;
using KubeController.Client.Tests.Scripts;

namespace KubeController.Client.Tests;

public sealed class ApiConnectionTests
{
    [TestCase("http://a.test", "http://a.test/")]
    [TestCase("https://a.test:6443/", "https://a.test:6443/")]
    [TestCase("https://a.test/k8s/x", "https://a.test/k8s/x/")]
    public void BaseAddress_Any_EndsWithASlash(string given, string expected)
    {
        using var connection = new ApiConnection(new Uri(given), new ScriptedHandler());
        Assert.That(connection.BaseAddress.ToString(), Is.EqualTo(expected));
    }

    [TestCase("relative")]
    [TestCase("ftp://a.test")]
    public void Constructor_NoHttpAddress_IsRefused(string address)
    {
        using var handler = new ScriptedHandler();
        Assert.That(() => new ApiConnection(new Uri(address, UriKind.RelativeOrAbsolute), handler), Throws.ArgumentException);
    }

    [TestCase(null)]
    [TestCase("nonsense")]
    public void FromConfiguration_NoAddress_IsRefused(string? host) =>
        Assert.That(
            () => ApiConnection.FromConfiguration(new KubernetesClientConfiguration { Host = host }),
            Throws.ArgumentException.With.Message.Contains("is no absolute address"));

    [Test]
    public void FromConfiguration_UserAgentNobodyChose_IsNotThatOfKubernetesClient()
    {
        using var connection = ApiConnection.FromConfiguration(new KubernetesClientConfiguration { Host = "http://a.test" });
        Assert.That(connection.Options.UserAgent, Is.Null, "The program's own name is sent.");
    }

    [Test]
    public void FromConfiguration_UserAgentOfTheConfiguration_IsKept()
    {
        using var connection = ApiConnection.FromConfiguration(new KubernetesClientConfiguration { Host = "http://a.test", UserAgent = "me/1.0" });
        Assert.That(connection.Options.UserAgent, Is.EqualTo("me/1.0"));
    }

    [Test]
    public void Constructor_OptionOutOfRange_IsRefused()
    {
        using var handler = new ScriptedHandler();
        Assert.That(() => new ApiConnection(Connect.Server, handler, new() { MaxRetries = -1 }), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new ApiConnection(Connect.Server, handler, new() { RequestTimeout = TimeSpan.Zero }), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new ApiConnection(Connect.Server, handler, new() { MaxRetryDelay = TimeSpan.Zero }), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new ApiConnection(Connect.Server, handler, new() { UserAgent = "a b/c/d (" }), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void Dispose_Handler_IsDisposed()
    {
        var handler = new ScriptedHandler();
        new ApiConnection(Connect.Server, handler).Dispose();
        Assert.That(handler.IsDisposed, Is.True);
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task Token_ThatTheServerDoesNotKnow_IsUnauthorized(CancellationToken cancellationToken)
    {
        await using var server = await EmbeddedServer.StartAsync(overTheNetwork: true);
        var configuration = await server.ConfigurationAsync();
        configuration.AccessToken = "wrong";
        using var connection = ApiConnection.FromConfiguration(configuration, EmbeddedServer.Options);
        Assert.That(() => new ResourceClient(connection).GetAsync<V1ConfigMap>(new("default", "a"), cancellationToken), Throws.TypeOf<UnauthorizedException>());

        using var reloading = ApiConnection.FromConfiguration(configuration, EmbeddedServer.Options with { ReloadConfiguration = _ => server.ConfigurationAsync() });
        Assert.That(await new ResourceClient(reloading).ListAsync<V1ConfigMap>(cancellationToken: cancellationToken), Is.Not.Null);
    }
}
