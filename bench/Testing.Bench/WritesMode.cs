using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeController.Testing.Bench;

/// <summary>Writes a second through each door. Over HTTPS the client is a process of its own, and the CPU time told is the server's alone.</summary>
internal static class WritesMode
{
    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        if (arguments.Includes("in-process"))
        {
            await using var server = await ApiServer.StartAsync(new() { Listen = false });
            using var client = ServerClient.Open(server, isHttps: false);
            await MeasureAsync("in-process", arguments, () => WriteDriver.RunAsync(client, arguments.CountOr(20_000), arguments.Clients));
        }

        if (arguments.Includes("https"))
        {
            await using var server = await ApiServer.StartAsync();
            await MeasureAsync("https", arguments, () => DriveAsync(server, arguments));
        }

        return 0;
    }

    private static async Task MeasureAsync(string door, BenchArguments arguments, Func<Task<JsonObject>> run)
    {
        var (cpu, allocated) = (Measured.CpuSeconds, GC.GetTotalAllocatedBytes());
        var rates = await run();
        var writes = 4.0 * arguments.CountOr(20_000);
        var line = new JsonObject { ["benchmark"] = "writes", ["door"] = door, ["writesOfAKind"] = arguments.CountOr(20_000), ["clients"] = arguments.Clients };
        foreach (var (name, rate) in rates)
        {
            line[name] = rate?.DeepClone();
        }

        line["cpuMicrosecondsPerWrite"] = Math.Round((Measured.CpuSeconds - cpu) * 1e6 / writes, 1);
        line["allocatedBytesPerWrite"] = Math.Round((GC.GetTotalAllocatedBytes() - allocated) / writes);
        line["rssMb"] = Measured.RssMb;
        line["targetCreatesPerSecond"] = 6500;
        Measured.Print(line);
    }

    // The token goes by standard input: arguments of a process are for everybody to read.
    private static async Task<JsonObject> DriveAsync(ApiServer server, BenchArguments arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        string[] words =
        [
            "drive", "--url", server.Url.ToString(), "--clients", arguments.Clients.ToString(CultureInfo.InvariantCulture),
            "--count", arguments.CountOr(20_000).ToString(CultureInfo.InvariantCulture),
        ];
        foreach (var word in words)
        {
            start.ArgumentList.Add(word);
        }

        using var driver = Process.Start(start)!;
        await driver.StandardInput.WriteLineAsync(server.Token);
        await driver.StandardInput.WriteAsync(server.CertificateAuthority);
        driver.StandardInput.Close();
        var told = await driver.StandardOutput.ReadToEndAsync();
        await driver.WaitForExitAsync();
        return driver.ExitCode == 0 ? JsonNode.Parse(told)!.AsObject() : throw new InvalidOperationException($"The client ended with {driver.ExitCode}; its messages are above.");
    }
}
