using System.Collections.Concurrent;

namespace KubeController.Testing.Tests.Recorded;

/// <summary>Replays each story once, however many test cases ask for its steps.</summary>
internal static class RecordedStories
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<StepReport>>>> Runs = new();

    public static IEnumerable<string> Names => RecordedStory.Names.Where(name => name != "kinds-table");

    public static Task<IReadOnlyList<StepReport>> ReplayAsync(string story) =>
        Runs.GetOrAdd(story, name => new Lazy<Task<IReadOnlyList<StepReport>>>(() => StoryReplay.RunAsync(name))).Value;
}
