using System.Globalization;
using KubeController.Testing;

namespace KubeController.EndToEnd.Kubectl;

/// <summary>A server on its port, and kubectl against it; each test has a namespace of its own.</summary>
public abstract class KubectlFixture
{
    private static int _namespaces;

    private DirectoryInfo _directory = null!;

    internal ApiServer Server { get; private set; } = null!;

    internal KubectlProgram Kubectl { get; private set; } = null!;

    protected string Namespace { get; private set; } = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        if (KubectlProgram.Missing is { } reason)
        {
            Assert.Ignore(reason);
        }

        _directory = Directory.CreateTempSubdirectory("kubectl-tests-");
        var options = new ApiServerOptions { Pods = new PodRunnerOptions(), NamespaceDefaults = true };
        Configure(options);
        Server = await ApiServer.StartAsync(options);
        var kubeconfig = Path.Combine(_directory.FullName, "kubeconfig");
        await Server.WriteKubeconfigAsync(kubeconfig);
        await Server.ApplyAsync(Manifests.Gadgets);
        Kubectl = new KubectlProgram(kubeconfig, Path.Combine(_directory.FullName, "cache"));
    }

    /// <summary>Changes how the server of the tests behaves.</summary>
    protected virtual void Configure(ApiServerOptions options)
    {
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
            _directory.Delete(recursive: true);
        }
    }

    [SetUp]
    public async Task CreateNamespaceAsync()
    {
        Namespace = string.Create(CultureInfo.InvariantCulture, $"test-{Interlocked.Increment(ref _namespaces)}");
        await SucceedAsync($"create namespace {Namespace}");
    }

    /// <summary>Runs kubectl in the test's namespace and expects success.</summary>
    /// <returns>What it printed.</returns>
    protected async Task<string> SucceedAsync(string arguments, string? input = null)
    {
        var result = await RunAsync(arguments, input);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        return result.Output;
    }

    /// <summary>Runs kubectl in the test's namespace and expects failure.</summary>
    /// <returns>What it printed as error.</returns>
    protected async Task<string> FailAsync(string arguments, string? input = null)
    {
        var result = await RunAsync(arguments, input);
        Assert.That(result.ExitCode, Is.Not.Zero, result.ToString());
        return result.Error;
    }

    private Task<KubectlResult> RunAsync(string arguments, string? input) =>
        Kubectl.RunAsync(Namespace.Length == 0 ? arguments : $"--namespace {Namespace} {arguments}", input, TestContext.CurrentContext.CancellationToken);
}
