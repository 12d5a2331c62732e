using KubeController.Client;

namespace KubeController.Informers.Bench;

/// <summary>Patches widgets on the server, one after the other, 16 at a time, so many times in all.</summary>
internal static class WriteMode
{
    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        using var connection = Measured.Connect(arguments);
        var client = new ResourceClient(connection);
        var names = new List<NamespacedName>();
        await foreach (var page in new ListWatch<Widget>(connection, arguments.Resource).ListRecordsAsync())
        {
            names.AddRange(page.Items.Select(record => record.Key));
        }

        await Parallel.ForAsync(0, arguments.Count, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, cancellationToken) =>
            await client.PatchAsync<Widget>(names[i % names.Count], new MergePatch().Annotation("example.com/round", $"{i}"), cancellationToken));
        return 0;
    }
}
