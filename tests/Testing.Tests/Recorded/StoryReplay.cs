using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Testing.Tests.Recorded;

/// <summary>Sends the requests of one story to an embedded server and reports, step by step, what differs.</summary>
internal sealed class StoryReplay : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly RecordedStory _story;
    private readonly FakeTimeProvider _time;
    private readonly ApiServer _server;
    private readonly HttpClient _client;
    private readonly ReplayMemory _memory = new();
    private readonly List<ReplayWatch> _watches = [];
    private readonly List<StepReport> _reports = [];
    private Bindings _bindings = Bindings.Empty;

    private StoryReplay(RecordedStory story, FakeTimeProvider time, ApiServer server)
    {
        _story = story;
        _time = time;
        _server = server;
        _client = new HttpClient(server.CreateHandler()) { BaseAddress = server.Url, Timeout = TimeSpan.FromSeconds(20) };
    }

    public static async Task<IReadOnlyList<StepReport>> RunAsync(string name)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var server = await ApiServer.StartAsync(ReplayServer.Options(name, time));
        await using var replay = new StoryReplay(RecordedStory.Load(name), time, server);
        return await replay.RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var watch in _watches)
        {
            await watch.DisposeAsync();
        }

        _client.Dispose();
    }

    private async Task<IReadOnlyList<StepReport>> RunAsync()
    {
        var setup = new ReplaySetup(_client, PassAsync);
        await setup.CreateAsync(_story.Setup);
        if (ReplayServer.BeginsWithDefaults(_story.Name))
        {
            await setup.WaitForDefaultsAsync(_story.Setup);
        }

        foreach (var step in _story.Steps)
        {
            _reports.Add(new StepReport(step, step.IsSummary ? [] : await RunAsync(step)));
            foreach (var patch in Meanwhile.PatchesAfter(step.Id))
            {
                await SendAsync(patch);
            }

            if (Meanwhile.IsUnwatched(step.Id))
            {
                await ForgetFramesAsync();
            }
        }

        return _reports;
    }

    private async Task<IReadOnlyList<string>> RunAsync(RecordedStep step)
    {
        try
        {
            await PassAsync(Meanwhile.Before(step.Id));
            if (step.IsOpenEnded)
            {
                // What a controller wrote after the last answer, nobody recorded.
                await ForgetFramesAsync();
            }

            if (Meanwhile.IsCompactedBefore(step.Id))
            {
                _server.Compact();
            }

            if (step.Matrix is not null)
            {
                return await MatrixReplay.RunAsync(_client, step.Matrix);
            }

            await BindAsync(step);
            await IssueTokenAsync(step);
            var differences = new List<string>(await SendAsync(step));
            differences.AddRange(await ReplayEvents.CompareAsync(this, step, answered: differences.Count == 0));
            differences.AddRange(IsOrderedByObject ? [] : StepChecks.Order(step, _bindings));
            return differences;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or TimeoutException or System.Text.Json.JsonException)
        {
            return [$"the request failed: {error.Message}"];
        }
    }

    /// <summary>Whether the watch was closed after this step: it names it, or one between it and the next that the recording leaves out.</summary>
    public bool IsLastOf(ReplayWatch watch, RecordedStep step)
    {
        var last = watch.Step.OpenUntil ?? watch.Step.Id;
        var steps = _story.Steps.Select(item => item.Id).ToList();
        var index = steps.IndexOf(step.Id);
        return last == step.Id || (!steps.Contains(last) && (index == steps.Count - 1 || Number(steps[index + 1]) > Number(last)));
    }

    private static int Number(string stepId) =>
        int.TryParse(stepId[(stepId.IndexOf('.', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;

    public IReadOnlyList<ReplayWatch> Watches => _watches;

    public bool IsOrderedByObject => _story.Name is "part2-garbage-collection" or "part2-namespace-deletion";

    public Bindings Bindings
    {
        get => _bindings;
        set => _bindings = value;
    }

    /// <summary>Lets time pass in small ticks, and the server's tasks run between them.</summary>
    public async Task PassAsync(TimeSpan duration)
    {
        for (var passed = TimeSpan.Zero; passed < duration; passed += Tick)
        {
            _time.Advance(Tick);
            await SettleAsync();
        }
    }

    /// <summary>Gives the tasks of the server a moment of real time, in which the clock that it sees stands still.</summary>
    public static Task SettleAsync() => Task.Delay(TimeSpan.FromMilliseconds(2));

    private async Task IssueTokenAsync(RecordedStep step)
    {
        if (Meanwhile.TokenOf(step.Id) != Meanwhile.Account || _memory.HasToken(Meanwhile.Account))
        {
            return;
        }

        using var content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync(new Uri($"{Meanwhile.Account}/token", UriKind.Relative), content);
        _memory.KeepToken(Meanwhile.Account, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["status"]!["token"]!.GetValue<string>());
    }

    private async Task ForgetFramesAsync()
    {
        for (var i = 0; i < 10; i++)
        {
            await SettleAsync();
        }

        _watches.ForEach(watch => watch.Take());
    }

    public async Task SendAsync(JsonObject request)
    {
        using var answer = await _client.SendAsync(ReplayRequest.Create(_story, request, _bindings, lastSeen: null));
    }

    public void Close(ReplayWatch watch) => _watches.Remove(watch);

    private async Task<IReadOnlyList<string>> SendAsync(RecordedStep step)
    {
        // What was polled when it was recorded may take a while here as well: ten seconds of the server's clock, or 100 tries.
        for (var attempt = 1; ; attempt++)
        {
            var differences = await SendOnceAsync(step);
            if (differences.Count == 0 || !step.IsEventual || attempt == 100)
            {
                return differences;
            }

            await PassAsync(Tick);
        }
    }

    private async Task<IReadOnlyList<string>> SendOnceAsync(RecordedStep step)
    {
        var message = ReplayRequest.Create(_story, _memory.Complete(step), _bindings, _memory.LastSeen(step));
        var sending = _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        await AnsweredAsync(sending);
        var answer = await sending.WaitAsync(Patience);
        var isWatch = step.Events is not null && step.Response?.ContainsKey("body") != true && (step.OpensWatch is not null || step.Ended is not null);
        if (isWatch && answer.IsSuccessStatusCode)
        {
            _watches.Add(new ReplayWatch(step, answer));
            return AnswerComparison.Compare(step, answer, string.Empty, _bindings).Differences;
        }

        using (answer)
        {
            using var patience = new CancellationTokenSource(Patience);      // a stream where the recording shows a body would not end
            var text = await answer.Content.ReadAsStringAsync(patience.Token);
            var (differences, bindings) = AnswerComparison.Compare(step, answer, text, _bindings);
            if (differences.Count == 0 || !step.IsEventual)
            {
                _bindings = bindings;
                _memory.Remember(step, text);
            }

            return [.. differences, .. StepChecks.DeletionTime(step, text, _time.GetUtcNow())];
        }
    }

    /// <summary>A server that waits for its clock gets up to six seconds of it.</summary>
    private async Task AnsweredAsync(Task<HttpResponseMessage> sending)
    {
        if (await Task.WhenAny(sending, Task.Delay(TimeSpan.FromSeconds(1))) == sending)
        {
            return;
        }

        for (var i = 0; i < 60 && !sending.IsCompleted; i++)
        {
            await PassAsync(Tick);
        }
    }

    /// <summary>Revisions that the recording took from a request that it does not show are those of now; such a uid is any.</summary>
    private async Task BindAsync(RecordedStep step)
    {
        foreach (var placeholder in _bindings.Unbound(step.Request!.ToJsonString(RecordedJson.Plain)).ToList())
        {
            if (placeholder.StartsWith("<rv", StringComparison.Ordinal))
            {
                var revision = await RevisionAsync();
                _bindings = _bindings.With(placeholder, placeholder == "<rv:future>" ? revision + "000" : revision);
            }
            else if (placeholder.StartsWith("<uid", StringComparison.Ordinal))
            {
                _bindings = _bindings.With(placeholder, Meanwhile.UidPath(step.Id) is { } path ? await UidAsync(path) : Guid.NewGuid().ToString());
            }
        }
    }

    private async Task<string> RevisionAsync()
    {
        var list = JsonNode.Parse(await _client.GetStringAsync(new Uri("/api/v1/namespaces", UriKind.Relative)));
        return list!["metadata"]!["resourceVersion"]!.GetValue<string>();
    }

    private async Task<string> UidAsync(string path)
    {
        var item = JsonNode.Parse(await _client.GetStringAsync(new Uri(path, UriKind.Relative)));
        return item!["metadata"]!["uid"]!.GetValue<string>();
    }
}
