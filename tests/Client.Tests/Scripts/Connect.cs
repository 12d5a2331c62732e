using Microsoft.Extensions.Time.Testing;

namespace KubeController.Client.Tests.Scripts;

/// <summary>Makes connections to scripted servers.</summary>
internal static class Connect
{
    public static readonly Uri Server = new("http://server.test/");

    public static ApiConnection To(HttpMessageHandler handler, FakeTimeProvider? time = null) =>
        new(Server, handler, new() { TimeProvider = time ?? new(), Random = () => 0.5 });

    public static ResourceClient Client(HttpMessageHandler handler, FakeTimeProvider? time = null) => new(To(handler, time));
}
