using Microsoft.Extensions.Time.Testing;

namespace KubeController.Testing.Tests.Recorded;

/// <summary>The server of a story: as the recorded one was set up.</summary>
internal static class ReplayServer
{
    /// <summary>Whether the namespaces of the story had their default objects when its steps began.</summary>
    public static bool BeginsWithDefaults(string story) => story is "strategic-merge" or "server-side-apply" or "part2-auth";

    public static ApiServerOptions Options(string story, FakeTimeProvider time) => new()
    {
        TimeProvider = time,
        Seed = story.Length,
        GarbageCollection = true,
        NamespaceDefaults = story is "part2-namespace-deletion" || BeginsWithDefaults(story),
        Rbac = story is "part2-auth" or "token-lease-event",
        Listen = false,
    };
}
