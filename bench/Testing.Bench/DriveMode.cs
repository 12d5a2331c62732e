namespace KubeController.Testing.Bench;

/// <summary>The client of <see cref="WritesMode"/> over HTTPS: reads the token and the certificate from its standard input.</summary>
internal static class DriveMode
{
    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        var token = await Console.In.ReadLineAsync() ?? throw new InvalidOperationException("No token came; 'writes' starts this mode.");
        var authority = await Console.In.ReadToEndAsync();
        using var client = ServerClient.OverHttps(arguments.Url!, token, authority, arguments.Clients);
        return Measured.Print(await WriteDriver.RunAsync(client, arguments.CountOr(20_000), arguments.Clients));
    }
}
