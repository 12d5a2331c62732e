using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace KubeController.Reconcilers.Tests.Leading;

/// <summary>The way from one replica to the server. Requests travel on their own: neither a pause nor a cancellation of their sender needs to stop them.</summary>
internal sealed class Link(HttpMessageHandler server, SimulatedScheduler network, TimeProvider time, Action<JsonNode> written) : DelegatingHandler(server)
{
    private readonly List<LinkStream> _watches = [];

    /// <summary>Gets or sets what becomes of a request.</summary>
    public Func<HttpRequestMessage, LinkFault> Faults { get; set; } = static _ => new();

    /// <summary>Gets or sets what is called when the server has carried out a write of the lease, at that moment.</summary>
    public Action<JsonNode> Committed { get; set; } = static _ => { };

    /// <summary>Gets the requests sent: <c>PUT 200</c>, <c>GET 404</c>, <c>watch 200</c>; a code of 0 was not answered.</summary>
    public List<string> Requests { get; } = [];

    public List<string> Bodies { get; } = [];

    /// <summary>Returns whether a watch has yet to tell of a version.</summary>
    public bool IsBehind(long version) => _watches.Exists(watch => watch.Version < version);

    public void CutWatches() => _watches.ForEach(static watch => watch.Cut());

    public void SilenceWatches() => _watches.ForEach(static watch => watch.IsSilent = true);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var fault = Faults(request);
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        var journey = network.Start(() => TravelAsync(request, body, fault, fault.Outlives ? CancellationToken.None : cancellationToken));
        return await journey.WaitAsync(cancellationToken);
    }

    private static bool IsWatch(HttpRequestMessage request) => request.RequestUri!.Query.Contains("watch=true", StringComparison.Ordinal);

    private async Task<HttpResponseMessage> TravelAsync(HttpRequestMessage request, string? body, LinkFault fault, CancellationToken given)
    {
        var code = 0;
        try
        {
            await Task.Delay(fault.Before, time, given);
            if (fault.Refused || fault.RequestLost)
            {
                throw new HttpRequestException(fault.Refused ? HttpRequestError.ConnectionError : HttpRequestError.ResponseEnded, "A fault of the test.");
            }

            var response = fault.Status is { } status ? Refuse(status) : await ReachAsync(request, body, given);
            code = (int)response.StatusCode;
            await Task.Delay(fault.After, time, given);
            if (fault.AnswerLost)
            {
                code = 0;
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "A fault of the test.");
            }

            return response;
        }
        finally
        {
            Requests.Add($"{(IsWatch(request) ? "watch" : request.Method.Method)} {code}");
        }
    }

    private async Task<HttpResponseMessage> ReachAsync(HttpRequestMessage request, string? body, CancellationToken given)
    {
        // A copy: who gave the request up has disposed of it.
        using var copy = new HttpRequestMessage(request.Method, request.RequestUri);
        if (body is not null)
        {
            copy.Content = new StringContent(body, Encoding.UTF8, "application/json");
            Bodies.Add(body);
        }

        var response = await base.SendAsync(copy, given);
        if (body is not null && response.IsSuccessStatusCode)
        {
            var lease = JsonNode.Parse(await response.Content.ReadAsStringAsync(CancellationToken.None))!;
            written(lease);
            Committed(lease);
        }

        if (IsWatch(request) && response.IsSuccessStatusCode)
        {
            var watch = new LinkStream(await response.Content.ReadAsStreamAsync(CancellationToken.None), network);
            _watches.Add(watch);
            response.Content = new StreamContent(watch) { Headers = { ContentType = new("application/json") } };
        }

        return response;
    }

    private static HttpResponseMessage Refuse(int status)
    {
        var reason = status switch { 401 => "Unauthorized", 403 => "Forbidden", 409 => "Conflict", _ => "InternalError" };
        return new((HttpStatusCode)status)
        {
            Content = new StringContent($$"""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"{{reason}}","code":{{status}},"message":"a fault of the test"}""", Encoding.UTF8, "application/json"),
        };
    }
}
