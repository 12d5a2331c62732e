using k8s.Exceptions;
using KubeController.Client.Access;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Client.Tests.Access;

[CancelAfter(20_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class KubeconfigAccessTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("client-tests-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Load_TokenFile_IsReadRelativeToTheKubeconfig(CancellationToken cancellationToken)
    {
        File.WriteAllText(Path.Combine(_folder, "t"), "from-file");
        var access = Load("{name: u, user: {tokenFile: t, token: stale}}");
        Assert.That(await HeaderAsync(access, cancellationToken), Is.EqualTo("Bearer from-file"));
    }

    [Test]
    public async Task Load_Plugin_DoesNotRunUntilItIsNeeded(CancellationToken cancellationToken)
    {
        var ran = Path.Combine(_folder, "ran");
        var access = Load(
            "{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, args: [-c, " +
            $"'echo x >> {ran}; echo ''{{\"status\":{{\"token\":\"t\"}}}}'''], interactiveMode: Never}}}}}}");
        Assert.That(File.Exists(ran), Is.False);
        Assert.That(await HeaderAsync(access, cancellationToken), Is.EqualTo("Bearer t"));
        Assert.That(await HeaderAsync(access, cancellationToken), Is.EqualTo("Bearer t"));
        Assert.That(File.ReadAllLines(ran), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Load_PlainToken_IsReloadedFromTheFileAfterARefusal(CancellationToken cancellationToken)
    {
        var access = Load("{name: u, user: {token: old}}");
        using var refused = new HttpRequestMessage();
        await access.Credentials!.AuthorizeAsync(refused, cancellationToken);
        Assert.That(refused.Headers.Authorization!.ToString(), Is.EqualTo("Bearer old"));
        Write("{name: u, user: {token: new}}");
        using var next = new HttpRequestMessage();
        Assert.That(await access.Credentials.TryRenewAsync(refused, next, cancellationToken), Is.True);
        Assert.That(next.Headers.Authorization!.ToString(), Is.EqualTo("Bearer new"));
    }

    [Test]
    public void Load_NoYaml_SaysWhereAndShowsNothing()
    {
        File.WriteAllText(Path.Combine(_folder, "config"), "users:\n- {name: u, user: {token: [secret}}\n");
        Assert.That(
            () => new KubeconfigAccess([Path.Combine(_folder, "config")], null, new(), NullLogger.Instance).Load(),
            Throws.TypeOf<KubeConfigException>().With.Message.Contains("line 2").And.Message.Not.Contains("secret"));
    }

    [TestCase("{name: u, user: {token: [secret]}}", "'users[0].user.token'", "a text")]
    [TestCase("{name: u, user: [secret]}", "'users[0].user'", "a mapping")]
    [TestCase("secret", "'users'", "a list of mappings")]
    [TestCase("{name: u, user: {exec: {command: c, args: secret}}}", "'users[0].user.exec.args'", "a list")]
    [TestCase("{name: u, user: {exec: {command: c, provideClusterInfo: secret}}}", "'users[0].user.exec.provideClusterInfo'", "true or false")]
    public void Load_NotAsItShouldBe_SaysWhereAndShowsNothing(string user, string where, string wanted) => Assert.That(
        () => Load(user), Throws.TypeOf<KubeConfigException>().With.Message.Contains(where).And.Message.Contains(wanted).And.Message.Not.Contains("secret"));

    [Test]
    public void Load_NoSuchFile_SaysWhich() => Assert.That(
        () => new KubeconfigAccess([Path.Combine(_folder, "none")], null, new(), NullLogger.Instance).Load(),
        Throws.TypeOf<KubeConfigException>().With.Message.Contains(Path.Combine(_folder, "none")));

    [Test]
    public async Task Load_UserAndPassword_AreSent(CancellationToken cancellationToken) => Assert.That(
        await HeaderAsync(Load("{name: u, user: {username: me, password: \"~\"}}"), cancellationToken), Is.EqualTo("Basic " + Convert.ToBase64String("me:~"u8)));

    [Test]
    public void Load_Cluster_HasItsFilesAndNames()
    {
        var access = Load("{name: u, user: {token: t, client-certificate: c.pem, client-key: k.pem}}");
        Assert.That(access.Address, Is.EqualTo(new Uri("https://server.test:6443")));
        Assert.That(access.TlsServerName, Is.EqualTo("inner.test"));
        Assert.That(access.Tls.Certificate!.Path, Is.EqualTo(Path.Combine(_folder, "c.pem")));
        Assert.That(access.Tls.Key!.Path, Is.EqualTo(Path.Combine(_folder, "k.pem")));
    }

    [Test]
    public void Read_SeveralFiles_TheFirstOfEachNameCountsAndPathsAreOfTheirFile()
    {
        var other = Directory.CreateDirectory(Path.Combine(_folder, "other")).FullName;
        var first = Write("{name: u, user: {token: first}}");
        File.WriteAllText(Path.Combine(other, "config"), "{users: [{name: u, user: {token: second}}, {name: v, user: {client-key: k}}]}");
        var read = KubeconfigFiles.Read([Path.Combine(_folder, "absent"), first, Path.Combine(other, "config")]);
        Assert.That(read.CurrentContext, Is.EqualTo("x"));
        Assert.That(read.Users.First(user => user.Name == "u").UserCredentials.Token, Is.EqualTo("first"));
        Assert.That(read.Users.First(user => user.Name == "v").UserCredentials.ClientKey, Is.EqualTo(Path.Combine(other, "k")));
    }

    [Test]
    public void FromKubeconfig_NoSuchFile_NamesIt() => Assert.That(
        () => ApiConnection.FromKubeconfig(Path.Combine(_folder, "absent")), Throws.Exception.With.Message.Contains("absent"));

    [TestCase("10.0.0.1", "https://10.0.0.1/")]
    [TestCase("fd00::1", "https://[fd00::1]/")]
    public async Task Load_InAPod_TakesAddressTokenAndAuthorities(string host, string expected, CancellationToken cancellationToken)
    {
        File.WriteAllText(Path.Combine(_folder, "token"), "pod-token\n");
        var access = ClusterAccess.Load(Environment(host, "443"), _folder, _time);
        Assert.That(access.Address.ToString(), Is.EqualTo(expected));
        Assert.That(access.Tls.Authorities!.Path, Is.EqualTo(Path.Combine(_folder, "ca.crt")));
        Assert.That(await HeaderAsync(access, cancellationToken), Is.EqualTo("Bearer pod-token"));
    }

    [Test]
    public void Load_InAPod_KnowsItsNamespace()
    {
        File.WriteAllText(Path.Combine(_folder, "token"), "pod-token");
        Assert.That(ClusterAccess.Load(Environment("a", "443"), _folder, _time).Namespace, Is.Null);
        File.WriteAllText(Path.Combine(_folder, "namespace"), "ops\n");
        Assert.That(ClusterAccess.Load(Environment("a", "443"), _folder, _time).Namespace, Is.EqualTo("ops"));
    }

    [Test]
    public void FromKubeconfig_ContextNamesANamespace_IsThatOfTheConnection()
    {
        var path = Write("{name: u, user: {token: t}}");
        using (var without = ApiConnection.FromKubeconfig(path))
        {
            Assert.That(without.Namespace, Is.Null);
        }

        File.WriteAllText(path, File.ReadAllText(path).Replace("cluster: c, user: u", "cluster: c, user: u, namespace: ops", StringComparison.Ordinal));
        using var with = ApiConnection.FromKubeconfig(path);
        Assert.That(with.Namespace, Is.EqualTo("ops"));
    }

    [Test]
    public void Load_NoPodOrNoToken_SaysWhichIsMissing()
    {
        Assert.That(
            () => ClusterAccess.Load(Environment(null, "443"), _folder, _time), Throws.InvalidOperationException.With.Message.Contains("KUBERNETES_SERVICE_HOST"));
        Assert.That(
            () => ClusterAccess.Load(Environment("a", "443"), _folder, _time), Throws.InvalidOperationException.With.Message.Contains("automountServiceAccountToken"));
    }

    private static Func<string, string?> Environment(string? host, string? port) => name => name == "KUBERNETES_SERVICE_HOST" ? host : port;

    private static async Task<string> HeaderAsync(ServerAccess access, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage();
        await access.Credentials!.AuthorizeAsync(message, cancellationToken);
        return message.Headers.Authorization!.ToString();
    }

    private ServerAccess Load(string user) => new KubeconfigAccess([Write(user)], null, new() { TimeProvider = _time }, NullLogger.Instance).Load();

    private string Write(string user)
    {
        var path = Path.Combine(_folder, "config");
        File.WriteAllText(
            path,
            $$$"""
            apiVersion: v1
            kind: Config
            current-context: x
            contexts: [{name: x, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "https://server.test:6443", tls-server-name: inner.test}}]
            users: [{{{user}}}]
            """);
        return path;
    }
}
