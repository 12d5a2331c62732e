using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace KubeController.Testing.Tests.Recorded;

/// <summary>Creates what a story begins with, each object once the server serves its kind.</summary>
internal sealed class ReplaySetup(HttpClient client, Func<TimeSpan, Task> passAsync)
{
    // 2517 days before the replay begins (that is 6y327d): some tables show how old it is.
    private const string Time = "2019-02-10T00:00:00Z";

    private readonly Dictionary<string, (string Plural, bool Namespaced)> _custom = [];

    public async Task CreateAsync(IReadOnlyList<JsonObject> setup)
    {
        foreach (var item in setup)
        {
            if (await CreateAsync(item) && item["kind"]!.GetValue<string>() == "CustomResourceDefinition")
            {
                await EstablishedAsync(item);
            }
        }
    }

    /// <summary>Waits until a controller has given every namespace of the setup its default objects.</summary>
    public async Task WaitForDefaultsAsync(IReadOnlyList<JsonObject> setup)
    {
        foreach (var name in setup.Where(item => item["kind"]!.GetValue<string>() == "Namespace").Select(item => item["metadata"]!["name"]!.GetValue<string>()))
        {
            await ServedAsync(new Uri($"/api/v1/namespaces/{name}/configmaps/kube-root-ca.crt", UriKind.Relative));
            await ServedAsync(new Uri($"/api/v1/namespaces/{name}/serviceaccounts/default", UriKind.Relative));
        }
    }

    private async Task<bool> CreateAsync(JsonObject item)
    {
        using var content = new StringContent(item.ToJsonString(RecordedJson.Plain).Replace("<time>", Time, StringComparison.Ordinal), Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(Collection(item), UriKind.Relative), content);
        // What the server refuses is missed by the steps that need it; they are known gaps then.
        if (!answer.IsSuccessStatusCode && answer.StatusCode is not (HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity))
        {
            throw new InvalidOperationException($"Setup of {item["kind"]} {item["metadata"]?["name"]}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        return answer.IsSuccessStatusCode;
    }

    private async Task EstablishedAsync(JsonObject definition)
    {
        var spec = definition["spec"]!;
        var plural = spec["names"]!["plural"]!.GetValue<string>();
        _custom[spec["names"]!["kind"]!.GetValue<string>()] = (plural, spec["scope"]!.GetValue<string>() == "Namespaced");
        foreach (var version in spec["versions"]!.AsArray().Where(version => version!["served"]!.GetValue<bool>()))
        {
            var path = new Uri($"/apis/{spec["group"]}/{version!["name"]}/{plural}", UriKind.Relative);
            await ServedAsync(path);
        }
    }

    private async Task ServedAsync(Uri path)
    {
        for (var attempt = 0; (await client.GetAsync(path)).StatusCode != HttpStatusCode.OK; attempt++)
        {
            if (attempt == 100)
            {
                throw new TimeoutException($"'{path}' is not there, though what it follows from was created.");
            }

            await passAsync(TimeSpan.FromMilliseconds(100));
        }
    }

    private string Collection(JsonObject item)
    {
        var version = item["apiVersion"]!.GetValue<string>();
        var kind = item["kind"]!.GetValue<string>();
        var (plural, isNamespaced) = _custom.TryGetValue(kind, out var custom)
            ? custom
            : (kind.ToLowerInvariant() + "s", kind is not ("Namespace" or "CustomResourceDefinition" or "Node" or "ClusterRole" or "ClusterRoleBinding"));
        var root = version.Contains('/', StringComparison.Ordinal) ? $"/apis/{version}" : $"/api/{version}";
        return isNamespaced ? $"{root}/namespaces/{item["metadata"]!["namespace"]}/{plural}" : $"{root}/{plural}";
    }
}
