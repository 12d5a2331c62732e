using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeController.Testing.Tests.Recorded;

/// <summary>Compares the frames of open watches with those that were recorded.</summary>
internal static class ReplayEvents
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static async Task<IReadOnlyList<string>> CompareAsync(StoryReplay replay, RecordedStep step, bool answered)
    {
        var differences = new List<string>();
        foreach (var watch in replay.Watches.ToList())
        {
            if (watch.Step.OpensWatch is not null)
            {
                differences.AddRange(await CompareNamedAsync(replay, step, watch, answered));
            }
            else if (replay.IsLastOf(watch, step))
            {
                differences.AddRange(await CompareWholeAsync(replay, watch));
            }
        }

        return differences;
    }

    /// <summary>A watch that stays open for the story: this step's frames are those that name it.</summary>
    private static async Task<IEnumerable<string>> CompareNamedAsync(StoryReplay replay, RecordedStep step, ReplayWatch watch, bool answered)
    {
        var recorded = (step.Events ?? []).Where(frame => frame["watch"]?.GetValue<string>() == watch.Step.OpensWatch).ToList();
        var isEnd = step.WatchesEnded.Contains(watch.Step.OpensWatch!);
        if (isEnd)
        {
            await EndAsync(replay, watch);
        }
        else
        {
            await ArriveAsync(watch, answered ? recorded.Count : 0);
        }

        // While another watch was opened and looked at, nobody looked at this one.
        var isIgnored = step.Events is null || (step.OpensWatch is not null && step.OpensWatch != watch.Step.OpensWatch);
        var differences = isIgnored && !isEnd ? Ignore(watch) : Compare(replay, step, recorded, watch);
        return isEnd ? [.. differences, .. await CloseAsync(replay, watch, byServer: true)] : differences;
    }

    /// <summary>A watch whose frames are all told with the step that opened it.</summary>
    private static async Task<IEnumerable<string>> CompareWholeAsync(StoryReplay replay, ReplayWatch watch)
    {
        var byServer = watch.Step.Ended == "by the server";
        if (byServer)
        {
            await EndAsync(replay, watch);
        }
        else
        {
            for (var i = 0; i < 50 && watch.Count < watch.Step.Events!.Count; i++)
            {
                await replay.PassAsync(TimeSpan.FromMilliseconds(100));
            }

            await ArriveAsync(watch, watch.Step.Events!.Count);
        }

        var differences = Compare(replay, watch.Step, watch.Step.Events!, watch).ToList();
        return [.. differences, .. await CloseAsync(replay, watch, byServer)];
    }

    private static async Task<IEnumerable<string>> CloseAsync(StoryReplay replay, ReplayWatch watch, bool byServer)
    {
        var hasEnded = watch.HasEnded;
        replay.Close(watch);
        await watch.DisposeAsync();
        return byServer && !hasEnded ? [$"watch of {watch.Step.Id} is still open, recorded that the server ended it"] : [];
    }

    private static async Task EndAsync(StoryReplay replay, ReplayWatch watch)
    {
        if (Meanwhile.CreateDuring(watch.Step.Id) is { } request)
        {
            await replay.PassAsync(TimeSpan.FromSeconds(1));
            await replay.SendAsync(request);
        }

        for (var i = 0; i < 150 && !watch.HasEnded; i++)
        {
            await replay.PassAsync(TimeSpan.FromMilliseconds(100));
        }
    }

    private static async Task ArriveAsync(ReplayWatch watch, int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (watch.Count < count && !watch.HasEnded && !patience.IsCancellationRequested)
        {
            await StoryReplay.SettleAsync();
        }

        await StoryReplay.SettleAsync();      // one moment more for a frame that should not come; later ones fail the next step
    }

    private static IEnumerable<string> Ignore(ReplayWatch watch)
    {
        _ = watch.Take();
        return [];
    }

    private static IEnumerable<string> Compare(StoryReplay replay, RecordedStep step, IReadOnlyList<JsonObject> recorded, ReplayWatch watch)
    {
        IReadOnlyList<JsonObject> wanted = [.. recorded.Where((frame, i) => i == 0 || !IsRepeatedBookmark(recorded, i))];
        var actual = step.IsOpenEnded ? watch.Take().Take(wanted.Count).ToList() : watch.Take();
        if (replay.IsOrderedByObject)
        {
            (wanted, actual) = (ByObject(wanted), ByObject(actual));
        }

        if (watch.Failure is { } failure)
        {
            yield return $"the watch of {watch.Step.Id} broke: {failure}";
        }

        if (wanted.Count != actual.Count)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"watch of {watch.Step.Id}: {actual.Count} frames ({Summary(actual)}), recorded {wanted.Count} ({Summary(wanted)})");
            yield break;
        }

        for (var i = 0; i < wanted.Count; i++)
        {
            var comparison = new JsonComparison(replay.Bindings, step.IsCut, step.ShowsManagers);
            var frame = wanted[i].DeepClone().AsObject();
            frame.Remove("watch");
            comparison.Compare(frame, actual[i], $"watch of {watch.Step.Id} frame {i} ({actual[i]["type"]})");
            replay.Bindings = comparison.Bindings;
            foreach (var difference in comparison.Differences)
            {
                yield return difference;
            }
        }
    }

    private static bool IsRepeatedBookmark(IReadOnlyList<JsonObject> frames, int i) =>
        frames[i]["type"]?.GetValue<string>() == "BOOKMARK" && JsonNode.DeepEquals(frames[i], frames[i - 1]);

    /// <summary>Several workers of a controller write in any order; what happens to one object keeps its order.</summary>
    private static List<JsonObject> ByObject(IEnumerable<JsonObject> frames) =>
        [.. frames.OrderBy(frame => frame["object"]?["metadata"]?["name"]?.ToString(), StringComparer.Ordinal)];

    private static string Summary(IEnumerable<JsonObject> frames) =>
        string.Join(", ", frames.Select(frame => $"{frame["type"]} {frame["object"]?["metadata"]?["name"] ?? frame["object"]?["message"]}"));
}
