using System.Net;
using System.Text.Json.Nodes;
using KubeController.Client;
using KubeController.Reconcilers.Leading;
using KubeController.Reconcilers.Tests.Support;

namespace KubeController.Reconcilers.Tests.Leading;

public sealed class LeaseRequestsTests
{
    private const string Lease = """
        {"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"op","namespace":"default","uid":"u1","resourceVersion":"41","labels":{"theirs":"1"}},
         "spec":{"holderIdentity":"x","strategy":"OldestEmulationVersion","preferredHolder":"y","ofTheFuture":{"a":[1]},"leaseTransitions":3}}
        """;

    [Test]
    public async Task WriteAsync_FieldsThatNobodyKnows_KeptAndTheVersionIsTheCondition()
    {
        using var server = new RecordingServer(HttpStatusCode.OK, Lease);
        using var connection = new ApiConnection(new("http://server.test"), server);
        var options = new LeaderElectionOptions { LeaseName = "op", LeaseNamespace = "default" };
        options.Labels["ours"] = "2";
        var requests = new LeaseRequests(connection, new(options, null));
        var read = await requests.ReadAsync(CancellationToken.None);
        await requests.WriteAsync(read, LeaseState.Of(read!) with { Holder = "a", Duration = TimeSpan.FromSeconds(15), RenewTime = "2026-01-01T00:00:00.000000Z" }, CancellationToken.None);
        Assert.That((server.Requests[1].Method, server.Requests[1].Path), Is.EqualTo(("PUT", "/apis/coordination.k8s.io/v1/namespaces/default/leases/op")));
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(server.Requests[1].Body), JsonNode.Parse("""
            {"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"labels":{"theirs":"1","ours":"2"},"name":"op","namespace":"default","resourceVersion":"41","uid":"u1"},
             "spec":{"holderIdentity":"a","strategy":"OldestEmulationVersion","preferredHolder":"y","ofTheFuture":{"a":[1]},"leaseTransitions":3,
                     "leaseDurationSeconds":15,"acquireTime":null,"renewTime":"2026-01-01T00:00:00.000000Z"}}
            """)), Is.True, server.Requests[1].Body);
    }
}
