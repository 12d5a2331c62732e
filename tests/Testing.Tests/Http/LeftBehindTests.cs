using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace KubeController.Testing.Tests.Http;

/// <summary>What a server that is disposed leaves behind. Alone in the process while they run: they count its threads.</summary>
[NonParallelizable]
[CancelAfter(60_000)]
public sealed class LeftBehindTests
{
    private const int Servers = 3;

    // Threads that belong to the process: the pool grows and shrinks as it likes, and the sockets' and the timers' thread serve all.
    private static readonly string[] OfTheProcess = [".NET TP", ".NET ThreadPool", ".NET Sockets", ".NET Timer", ".NET Tiered", ".NET Finalizer", ".NET SigHandler", ".NET SynchManag", ".NET EventPipe", ".NET BGC", ".NET Long Run"];

    [Test]
    [Platform("Linux", Reason = "Threads are told apart by the names that /proc has for them.")]
    public async Task DisposeAsync_OfServersInUse_LeavesNoThreadOfTheirs(CancellationToken cancellationToken)
    {
        var before = Threads();
        var servers = new List<ApiServer>();
        for (var i = 0; i < Servers; i++)
        {
            servers.Add(await UsedAsync(cancellationToken));
        }

        var theirs = Threads().Where(thread => !before.ContainsKey(thread.Key) && !OfTheProcess.Any(name => thread.Value.StartsWith(name, StringComparison.Ordinal))).ToDictionary();
        Assert.That(theirs, Has.Count.GreaterThanOrEqualTo(Servers), "Each server has a thread of its own, or this test looks for the wrong ones.");
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }

        // A thread that has ended stays in /proc for another moment: that it goes is the fact, not when.
        while (Threads() is var left && theirs.Any(thread => left.TryGetValue(thread.Key, out var name) && name == thread.Value))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    [Test]
    public async Task DisposeAsync_OfAServerInUse_LeavesNobodyAtThePort(CancellationToken cancellationToken)
    {
        var server = await UsedAsync(cancellationToken);
        await server.DisposeAsync();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var refused = Assert.ThrowsAsync<SocketException>(async () => await socket.ConnectAsync(IPAddress.Loopback, server.Url.Port, cancellationToken));
        Assert.That(refused!.SocketErrorCode, Is.EqualTo(SocketError.ConnectionRefused));
    }

    /// <summary>A server that has answered, and has a watch open.</summary>
    private static async Task<ApiServer> UsedAsync(CancellationToken cancellationToken)
    {
        var server = await ApiServer.StartAsync(new ApiServerOptions { Tls = false, Pods = new() }, cancellationToken);
        using var client = new HttpClient { BaseAddress = server.Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
        await client.GetStringAsync("api/v1/pods", cancellationToken);
        using var watch = await client.GetAsync("api/v1/pods?watch=1", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        Assert.That(watch.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return server;
    }

    /// <summary>The threads of this process by id, with their names.</summary>
    private static Dictionary<string, string> Threads()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var folder in Directory.GetDirectories("/proc/self/task"))
        {
            try
            {
                names.Add(Path.GetFileName(folder), File.ReadAllText(Path.Combine(folder, "comm")).TrimEnd());
            }
            catch (IOException)
            {
                // It ended between the two looks.
            }
        }

        return names;
    }
}
