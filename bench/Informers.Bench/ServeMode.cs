using System.Net;
using System.Text;
using KubeController.Testing;

namespace KubeController.Informers.Bench;

/// <summary>The embedded server with so many widgets, until its standard input ends.</summary>
internal static class ServeMode
{
    private const string Definition = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata:
          name: widgets.bench.example.com
        spec:
          group: bench.example.com
          scope: Namespaced
          names: { plural: widgets, singular: widget, kind: Widget, listKind: WidgetList }
          versions:
          - name: v1
            served: true
            storage: true
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec: { type: object, additionalProperties: { type: string } }
        """;

    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        await using var server = await ApiServer.StartAsync(new() { GarbageCollection = false, HistorySize = 1_000_000 });
        await server.ApplyAsync(Definition);
        using var client = new HttpClient(server.CreateHandler()) { BaseAddress = server.Url };
        for (var i = 0; i < 20; i++)
        {
            await PostAsync(client, "api/v1/namespaces", $$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"team-{{i:D2}}"} }""");
        }

        await Parallel.ForAsync(0, arguments.Count, async (i, _) =>
            await PostAsync(client, $"apis/bench.example.com/v1/namespaces/team-{i % 20:D2}/widgets", Widget.JsonOf(i)));
        await server.WriteKubeconfigAsync(arguments.Kubeconfig!);
        Console.WriteLine("ready");
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private static async Task PostAsync(HttpClient client, string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        if (response.StatusCode is not HttpStatusCode.Created)
        {
            throw new InvalidOperationException($"{path}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }
    }
}
