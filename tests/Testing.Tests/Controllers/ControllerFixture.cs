using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Testing.Tests.Controllers;

/// <summary>A server with virtual time and no port, and a client through the in-process door.</summary>
internal sealed class ControllerFixture : IAsyncDisposable
{
    private readonly HttpClient _client;

    private ControllerFixture(FakeTimeProvider time, ApiServer server)
    {
        Time = time;
        Server = server;
        _client = new HttpClient(server.CreateHandler()) { BaseAddress = server.Url };
    }

    public FakeTimeProvider Time { get; }

    public ApiServer Server { get; }

    public static async Task<ControllerFixture> StartAsync(Action<ApiServerOptions>? configure = null)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var options = new ApiServerOptions { TimeProvider = time, Listen = false };
        configure?.Invoke(options);
        return new ControllerFixture(time, await ApiServer.StartAsync(options));
    }

    public async Task<JsonObject> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync(new Uri(path, UriKind.Relative), content);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.IsSuccessStatusCode, Is.True, body);
        return JsonNode.Parse(body)!.AsObject();
    }

    public async Task PatchAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/merge-patch+json");
        using var answer = await _client.PatchAsync(new Uri(path, UriKind.Relative), content);
        Assert.That(answer.IsSuccessStatusCode, Is.True, await answer.Content.ReadAsStringAsync());
    }

    public async Task DeleteAsync(string path, string query = "")
    {
        using var answer = await _client.DeleteAsync(new Uri(path + query, UriKind.Relative));
        Assert.That(answer.IsSuccessStatusCode, Is.True, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The object, or null when it is not there.</summary>
    public async Task<JsonObject?> GetAsync(string path)
    {
        using var answer = await _client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode == HttpStatusCode.NotFound ? null : await answer.Content.ReadFromJsonAsync<JsonObject>();
    }

    /// <summary>Waits for a fact about an object; the caller's token limits the wait.</summary>
    public async Task<JsonObject?> WaitAsync(string path, Func<JsonObject?, bool> holds, CancellationToken cancellationToken)
    {
        while (true)
        {
            var item = await GetAsync(path);
            if (holds(item))
            {
                return item;
            }

            if (cancellationToken.IsCancellationRequested)
            {
                Assert.Fail($"{path} never came to what is waited for; it is {item?.ToJsonString() ?? "absent"}.");
            }

            await Task.Yield();
        }
    }

    /// <summary>Waits for a fact while time passes.</summary>
    public Task PassUntilAsync(string path, Func<JsonObject?, bool> holds, CancellationToken cancellationToken) =>
        WaitAsync(
            path,
            item =>
            {
                var isReached = holds(item);
                Time.Advance(isReached ? TimeSpan.Zero : TimeSpan.FromMilliseconds(100));
                return isReached;
            },
            cancellationToken);

    public Task WaitGoneAsync(string path, CancellationToken cancellationToken) => WaitAsync(path, item => item is null, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Server.DisposeAsync();
    }
}
