using Microsoft.Extensions.Time.Testing;

namespace KubeController.Testing.Tests.Recorded;

/// <summary>The server of a story: as the recorded one was set up.</summary>
internal static class ReplayServer
{
    public static ApiServerOptions Options(string story, FakeTimeProvider time) => new()
    {
        TimeProvider = time,
        Seed = story.Length,
        GarbageCollection = true,
        NamespaceDefaults = story is "part2-namespace-deletion" or "strategic-merge" or "server-side-apply" or "part2-auth",
        Rbac = story is "part2-auth" or "token-lease-event",
        Listen = false,
    };
}
