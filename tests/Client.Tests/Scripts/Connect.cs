using System.Net;
using KubeController.Client.Access;
using KubeController.Client.Http;
using KubeController.Client.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Client.Tests.Scripts;

/// <summary>Makes connections to scripted servers.</summary>
internal static class Connect
{
    public static readonly Uri Server = new("http://server.test/");

    public static ApiConnection To(HttpMessageHandler handler, FakeTimeProvider? time = null) =>
        new(Server, handler, new() { TimeProvider = time ?? new(), Random = () => 0.5 });

    public static Transport Transport(HttpMessageHandler handler, ICredentialSource credentials, FakeTimeProvider time, Uri? address = null)
    {
        var metrics = new ClientMetrics(null, time);
        return new(
            new(address ?? Server, [], handler, credentials, new(HttpVersion.Version20, NullLogger.Instance), metrics),
            new(new() { TimeProvider = time }, metrics, NullLogger.Instance),
            new(null, NullLogger.Instance),
            time);
    }

    public static ResourceClient Client(HttpMessageHandler handler, FakeTimeProvider? time = null) => new(To(handler, time));
}
